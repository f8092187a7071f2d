"""Ages as figures write them: completed years, the last group open."""

from __future__ import annotations

from datetime import date

OLDEST = 100


def age_on(born: date, day: date) -> int:
    """Completed years; below zero for who is not born yet."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def single(age: int) -> str:
    return str(age) if age < OLDEST else f"{OLDEST}+"


def five_years(age: str) -> str:
    """The group of five years a single age lies in: 37 lies in 35-39."""
    if age.endswith("+"):
        return age
    first = int(age) // 5 * 5
    return f"{first}-{first + 4}"


def year_of(quarter: str) -> str:
    return quarter[:4]


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
