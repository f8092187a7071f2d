"""What an address or a form says, read as what it should be; a mistyped one says nothing."""

from __future__ import annotations

from datetime import date


def whole_number(text: str, digits: int = 17) -> int | None:
    """0-9 only, and at most so many of them: what is longer fits no column of a database."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def mark(on: date, number: int) -> str:
    """What the address of the next page says of the last row of this one, where rows stand by day and number."""
    return f"{on.isoformat()},{number}"


def marked(text: str) -> tuple[date, int] | None:
    first, _comma, second = text.partition(",")
    on, number = day(first), whole_number(second)
    return (on, number) if on and number is not None else None
