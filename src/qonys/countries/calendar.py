"""Working days of a country: `calendar.yaml` says which days are free and which were moved; this only counts.

    weekend      days of the week that are free (1 Monday ... 7 Sunday)
    holidays     month and day, since and until when; `carried`: a holiday on a free day frees the next working day
    feasts       free days that follow another calendar, year by year; they are never carried
    transfers    a day of rest moved to another day by an order: the first is worked, the second is free
    settled      until when the orders are known; after that a day may still be moved

A span "in three working days" begins the day after: the day something arrives is not counted.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import model_validator

from qonys.countries.dated import Frozen
from qonys.countries.figures.indicators import Words
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput, OutOfRange

FILE = "calendar.yaml"
DAY = timedelta(days=1)


class Grounded(Frozen):
    source: str = ""
    assumption: str = ""
    verified: bool = False

    @model_validator(mode="after")
    def _says_where_it_stands(self) -> Grounded:
        if not (self.source or self.assumption):
            raise ValueError("a day needs its source, or the assumption it rests on")
        return self


class Holiday(Grounded):
    """Free every year on this day, in force from `since` to the end of `until`."""

    names: Words
    month: int
    day: int
    carried: bool
    since: date | None = None
    until: date | None = None

    def on(self, year: int) -> date | None:
        day = date(year, self.month, self.day)
        begun = self.since is None or self.since <= day
        return day if begun and (self.until is None or day <= self.until) else None


class Feast(Grounded):
    names: Words
    days: tuple[date, ...]


class Transfer(Grounded):
    """`worked`: a day of rest that is worked instead; `free`: the working day that became free."""

    worked: date
    free: date


class CalendarFile(Frozen):
    weekend: tuple[int, ...]
    first_year: int
    last_year: int
    settled: date
    holidays: tuple[Holiday, ...]
    feasts: tuple[Feast, ...] = ()
    transfers: tuple[Transfer, ...] = ()


@dataclass(frozen=True)
class Deadline:
    """A date fixed in the year. `by`: the last working day on or before it, for who wants to be safe."""

    day: date
    by: date


@dataclass(frozen=True)
class Calendar:
    """Which days are worked, between the first and the last year it knows."""

    content: CalendarFile
    free: frozenset[date]
    worked: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Raises OutOfRange for a year the calendar does not know."""
        self._refuse_unknown(day)
        if day in self.worked:
            return True
        return day not in self.free and day.isoweekday() not in self.content.weekend

    def is_settled(self, day: date) -> bool:
        """Whether no further order can be expected to move this day."""
        return day <= self.content.settled

    def add_working_days(self, start: date, days: int) -> date:
        """The last day of a span of so many working days; the start is not counted. 0: the next working day, or today.

        Raises OutOfRange.
        """
        if days < 0:
            raise OutOfRange("a span of working days is not negative.", where="calendar", value=days, remedy="Use 0+.")
        day = start
        while days > 0 or not self.is_working_day(day):
            day += DAY
            days -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative if `end` comes first. Raises OutOfRange."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(day) for day in _days(start + DAY, end))

    def next_deadline(self, day: date, month: int, day_of_month: int) -> Deadline:
        """The next such date of the year, today included. Raises OutOfRange."""
        found = date(day.year, month, day_of_month)
        if found < day:
            found = date(day.year + 1, month, day_of_month)
        by = found
        while not self.is_working_day(by):
            by -= DAY
        return Deadline(found, by)

    def _refuse_unknown(self, day: date) -> None:
        if not self.content.first_year <= day.year <= self.content.last_year:
            raise OutOfRange(
                f"working days are known for {self.content.first_year}-{self.content.last_year}.",
                where=FILE,
                value=str(day),
                remedy="Add the holidays and transfers of that year to the calendar.",
            )


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_calendar(pack: Path) -> Calendar | None:
    """The calendar of a pack; None if it has none. Raises BadInput."""
    path = pack / FILE
    return _calendar(fill(CalendarFile, read_mapping(path), FILE)) if path.is_file() else None


def _calendar(content: CalendarFile) -> Calendar:
    worked = frozenset(each.worked for each in content.transfers)
    free = {each.free for each in content.transfers} | {day for feast in content.feasts for day in feast.days}
    for year in range(content.first_year, content.last_year + 1):
        free |= _holidays(content, year)
    if worked & free:
        raise BadInput("a day cannot be worked and free.", where=FILE, value=sorted(map(str, worked & free)), remedy="")
    return Calendar(content, frozenset(free), worked)


def _holidays(content: CalendarFile, year: int) -> set[date]:
    """Holidays of a year, and for each carried one that falls on a day off the next day that is not off yet."""
    found = [(day, each.carried) for each in content.holidays if (day := each.on(year)) is not None]
    off = {day for day, _ in found}
    for day, carried in sorted(found):
        if carried and day.isoweekday() in content.weekend:
            while day in off or day.isoweekday() in content.weekend:
                day += DAY
            off.add(day)
    return off


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
