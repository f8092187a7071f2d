"""What kinds of facts a rule may ask about. Every value of every kind is also a whole number, its code, within known
bounds: that is why each table can be checked cell by cell before it becomes law, and why no sum can overflow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from qonys.engines.vocabulary.errors import BadInput, OutOfRange

Value = int | bool | str | date
LARGEST = 1_000_000_000  # of any value a rule computes: whatever is written, a sum stays within 32 bits


class Sort(StrEnum):
    WHOLE = "whole"  # a whole number
    CATEGORY = "category"  # one word of a list
    YES_NO = "yes_no"
    DATE = "date"
    TEXT = "text"  # a quoted word in a formula, until it meets the category it belongs to


@dataclass(frozen=True)
class Kind:
    """A sort of value with the lowest and highest code it can have."""

    sort: Sort
    low: int = 0
    high: int = 1
    values: tuple[str, ...] = ()
    ordered: bool = False  # the words of a category rise from the first to the last

    @cached_property
    def codes(self) -> dict[str, int]:
        return {word: code for code, word in enumerate(self.values)}

    @property
    def size(self) -> int:
        return self.high - self.low + 1

    @property
    def codes_in_order(self) -> range:
        return range(self.low, self.high + 1)

    @property
    def is_ordered(self) -> bool:
        return self.sort in (Sort.WHOLE, Sort.DATE) or self.ordered

    @property
    def is_raised(self) -> bool:
        """Whether a step lifts to a level at least: nobody loses a doctorate by earning a diploma. Others are set."""
        return self.sort is Sort.WHOLE or self.ordered

    def code(self, value: object, where: str = "") -> int:
        """The code of a value. Raises BadInput, OutOfRange."""
        code = _code(self, value)
        if code is None:
            raise BadInput(f"this is not {self.said}.", where=where, value=value, remedy=f"Give {self.said}.")
        if not self.low <= code <= self.high:
            raise OutOfRange("this value is outside its bounds.", where=where, value=value, remedy=f"Give {self.said}.")
        return code

    def value(self, code: int) -> Value:
        """The value of a code."""
        match self.sort:
            case Sort.CATEGORY:
                return self.values[code]
            case Sort.YES_NO:
                return bool(code)
            case Sort.DATE:
                return date.fromordinal(code)
        return code

    def written(self, code: int) -> str:
        """A value as a rule file writes it."""
        value = self.value(code)
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)

    @property
    def said(self) -> str:
        """What may be given, for a letter."""
        match self.sort:
            case Sort.CATEGORY:
                return f"one of {', '.join(self.values)}"
            case Sort.YES_NO:
                return "0 or 1"
            case Sort.DATE:
                return f"a date from {date.fromordinal(self.low)} to {date.fromordinal(self.high)}"
            case Sort.TEXT:
                return "a word"
        return f"a whole number from {self.low} to {self.high}"


YES_NO = Kind(Sort.YES_NO)
TEXT = Kind(Sort.TEXT, 0, 0)


def whole(low: int, high: int) -> Kind:
    return Kind(Sort.WHOLE, low, high)


def category(values: tuple[str, ...], ordered: bool = False) -> Kind:
    return Kind(Sort.CATEGORY, 0, len(values) - 1, values, ordered)


def dates(first: date, last: date) -> Kind:
    return Kind(Sort.DATE, first.toordinal(), last.toordinal())


def _code(kind: Kind, value: object) -> int | None:
    match kind.sort:
        case Sort.CATEGORY:
            return kind.codes.get(value) if isinstance(value, str) else None
        case Sort.YES_NO:
            return int(value) if isinstance(value, (bool, int)) and value in (0, 1) else None
        case Sort.DATE:
            return value.toordinal() if isinstance(value, date) else None
        case Sort.WHOLE:
            return value if isinstance(value, int) and not isinstance(value, bool) else None
    return None
