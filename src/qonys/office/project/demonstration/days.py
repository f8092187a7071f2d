"""The past years as an office works them: working days up to yesterday, and the hours of a day."""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from qonys.countries.calendar import Calendar

YEAR, YEARS = 365, 3
OPENS, CLOSES = 9, 18


@dataclass(frozen=True)
class Days:
    """Working days, oldest first."""

    worked: tuple[date, ...]

    def since(self, day: date) -> int:
        """The place of the first working day on or after that day."""
        return bisect_left(self.worked, day)

    def moments(self, places: list[int], drawn: random.Random) -> list[datetime]:
        """A moment within each day, each after the one before."""
        found: list[datetime] = []
        zone = ZoneInfo(settings.TIME_ZONE)
        for place in places:
            at = datetime.combine(self.worked[place], time(drawn.randint(OPENS, CLOSES - 1), drawn.randrange(60)), zone)
            if found and at <= found[-1]:
                at = found[-1] + timedelta(minutes=drawn.randint(2, 40))
            found.append(at.astimezone(UTC))
        return found


def past_years(today: date, calendar: Calendar | None) -> Days:
    """Without a calendar: Monday to Friday."""
    days = [today - timedelta(days=back) for back in range(YEAR * YEARS, 0, -1)]
    return Days(tuple(day for day in days if (calendar.is_working_day(day) if calendar else day.weekday() < 5)))
