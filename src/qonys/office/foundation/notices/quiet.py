"""Hours in which no telephone is made to ring, in the time zone of the country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone


@dataclass(frozen=True)
class Quiet:
    """From one full hour to another, over midnight as a rule; from 0 to 0 is never."""

    start: int
    end: int

    def ends(self, now: datetime) -> datetime | None:
        """When the quiet hours end that `now` lies in; None outside of them."""
        here = timezone.localtime(now, timezone.get_default_timezone())
        since = (here.hour - self.start) % 24
        if self.start == self.end or since >= (self.end - self.start) % 24:
            return None
        morning = here.replace(hour=self.end, minute=0, second=0, microsecond=0)
        return morning if morning > here else morning + timedelta(days=1)


def quiet_hours(text: str) -> Quiet:
    """ "22-8" as QONYS_QUIET_HOURS says it; empty: there are none. Raises ImproperlyConfigured."""
    start, dash, end = text.strip().partition("-")
    if not text.strip():
        return Quiet(0, 0)
    if not (dash and start.isdigit() and end.isdigit() and int(start) < 24 and int(end) < 24):
        raise ImproperlyConfigured(f"QONYS_QUIET_HOURS is two full hours such as 22-8, and not {text!r}.")
    return Quiet(int(start), int(end))
