"""Periods as text: a day 2026-01-01, a year 2024, a month 2024-03, a half-year 2024-H1, months 2025-M1-9."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

_PERIOD = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-H([12])|-Q([1-4])|-M(\d{1,2})-(\d{1,2}))?$")


def first_day(period: str) -> date:
    """The day a period starts on. Raises ValueError if it is no period."""
    found = _PERIOD.match(period)
    if found is None:
        raise ValueError(f"{period!r} is not a period")
    year, month, day, half, quarter, start, end = found.groups()
    if start is not None and not 1 <= int(start) <= int(end) <= 12:
        raise ValueError(f"{period!r} names months that do not exist")
    first = int(month or start or (6 * int(half) - 5 if half else 0) or (3 * int(quarter) - 2 if quarter else 1))
    return date(int(year), first, int(day or 1))


def normal(period: str, kind: Literal["stock", "flow"]) -> str:
    """The period as it is stored: a stock of a bare year is that of its 1 January. Raises ValueError."""
    first_day(period)
    if kind == "stock":
        return f"{period}-01-01" if len(period) == 4 else period
    if len(period) == 10:
        raise ValueError(f"{period!r} is a day, but this happens during a period")
    return period
