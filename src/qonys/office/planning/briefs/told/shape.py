"""The parts of a told brief: texts that are ready to read."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.office.planning.wording.tables import Table


@dataclass(frozen=True)
class Figure:
    """A number of the headline: when, how many, how sure."""

    label: str
    value: str
    interval: str = ""
    words: str = ""


@dataclass(frozen=True)
class Section:
    """What the reader should know (`says`), the table behind it, and what it does not say (`note`)."""

    key: str
    title: str
    says: tuple[str, ...]
    table: Table | None = None
    items: tuple[tuple[str, str], ...] = ()  # a word and its explanation
    note: str = ""


@dataclass(frozen=True)
class RegionRow:
    """One region beside its picture."""

    code: str
    name: str
    change: str
    interval: str
    words: str


@dataclass(frozen=True)
class Regions:
    title: str
    says: tuple[str, ...]
    rows: tuple[RegionRow, ...]
    key: str  # how to read the picture
    caption: str
