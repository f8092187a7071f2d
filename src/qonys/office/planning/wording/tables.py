"""A table that is ready to read: on a page, behind a chart, in print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    label: str
    unit: str = ""
    numeric: bool = True
    wide: bool = False  # in print: takes what room is left


@dataclass(frozen=True)
class Table:
    """The first cell of each row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> tuple[tuple[tuple[Column, str], ...], ...]:
        """The rows, each cell beside its column."""
        return tuple(tuple(zip(self.columns, row, strict=True)) for row in self.rows)
