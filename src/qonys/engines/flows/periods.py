"""Calendar periods as whole numbers: year * periods per year + position in the year, so that +1 is the next one."""

from __future__ import annotations

YEAR, QUARTER, MONTH = 1, 4, 12
NAMES = {YEAR: "year", QUARTER: "quarter", MONTH: "month"}


def number(year: int, part: int, per_year: int) -> int:
    """`part` counts from 1: quarter 1..4, month 1..12; 1 for a whole year."""
    return year * per_year + part - 1


def year_of(period: int, per_year: int) -> int:
    return period // per_year


def part_of(period: int, per_year: int) -> int:
    """Quarter 1..4, month 1..12; 1 for a whole year."""
    return period % per_year + 1


def name(period: int, per_year: int) -> str:
    """As people write it: 2020, 2020Q4, 2020-12."""
    year, part = year_of(period, per_year), part_of(period, per_year)
    return {YEAR: f"{year}", QUARTER: f"{year}Q{part}"}.get(per_year, f"{year}-{part:02d}")
