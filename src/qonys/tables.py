"""Tables people hand in, CSV or Parquet: opened in one way, and refused by one set of letters.

A file called .parquet is Parquet; every other is CSV in UTF-8, with commas, semicolons, tabs or bars, and its cells are
texts. Letters name a row as a spreadsheet shows it: the heading of a CSV is row 1; Parquet has no heading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qonys.engines.vocabulary.errors import DuplicateCell, MissingCell, MissingColumn, UnreadableFile

PARQUET = ".parquet"
SEPARATORS = ",;\t|"
SHOWN = 20  # columns a letter names


@dataclass(frozen=True)
class Table:
    """A file that is there and has columns; its rows are read when they are asked for."""

    path: Path
    lazy: pl.LazyFrame
    columns: tuple[str, ...]

    def row(self, place: int) -> str:
        """How letters call the row in that place, counted from 0."""
        return f"Row {place + (1 if self.path.suffix == PARQUET else 2)} of {self.path.name}"

    def need(self, *wanted: str, remedy: str = "") -> None:
        """Raises MissingColumn."""
        for each in wanted:
            if each not in self.columns:
                raise MissingColumn(
                    f"the column '{each}' is missing.", where=self.path.name, value=list(self.columns[:SHOWN]),
                    remedy=remedy or f"The table needs {', '.join(wanted)}.",
                )  # fmt: skip

    def read(self, *wanted: str) -> pl.DataFrame:
        """These columns, or all. Raises UnreadableFile."""
        try:
            return (self.lazy.select(wanted) if wanted else self.lazy).collect()
        except pl.exceptions.PolarsError as trouble:
            raise _torn(self.path, trouble) from trouble

    def parts(self, *wanted: str, rows: int) -> Iterator[pl.DataFrame]:
        """The same, so many rows at a time. Raises UnreadableFile."""
        try:
            yield from self.lazy.select(wanted).collect_batches(chunk_size=rows, maintain_order=True)
        except pl.exceptions.PolarsError as trouble:
            raise _torn(self.path, trouble) from trouble

    def refuse_unnamed(self, column: pl.Series) -> None:
        """Raises MissingCell where a row has no name or number of its own, DuplicateCell where two have the same."""
        named = column.str.strip_chars() if column.dtype == pl.String else column
        empty = (named.is_null() | (named == "" if named.dtype == pl.String else False)).arg_true()
        if len(empty):
            where, remedy = self.row(int(empty[0])), "Every row needs one, each its own."
            raise MissingCell(f"this row has no {column.name}.", where=where, remedy=remedy)
        twice = (~named.is_first_distinct()).arg_true()
        if len(twice):
            place = int(twice[0])
            first = int((named == named[place]).arg_true()[0])
            remedy = f"{self.row(first)} has the same. Keep one of them, or give each its own."
            raise DuplicateCell(
                f"this {column.name} is there twice.", where=self.row(place), value=column[place], remedy=remedy
            )


def open_table(path: Path) -> Table:
    """Raises UnreadableFile."""
    if not path.is_file():
        raise UnreadableFile("there is no such file.", where=str(path), remedy="Compare the path.")
    try:
        lazy = pl.scan_parquet(path) if path.suffix == PARQUET else _csv(path)
        return Table(path, lazy, tuple(lazy.collect_schema().names()))
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as trouble:
        kind = "Parquet" if path.suffix == PARQUET else "CSV in UTF-8"
        raise UnreadableFile(
            f"the file cannot be read as {kind}.", where=path.name, value=_first_line(trouble),
            remedy="Export the table again, as CSV in UTF-8 or as Parquet; a Parquet file is called .parquet.",
        ) from trouble  # fmt: skip


def _csv(path: Path) -> pl.LazyFrame:
    with path.open(encoding="utf-8-sig") as file:
        head = file.readline()
    return pl.scan_csv(path, separator=max(SEPARATORS, key=head.count), infer_schema=False)


def _torn(path: Path, trouble: Exception) -> UnreadableFile:
    said = "the table breaks off, is not UTF-8, or its rows differ in length."
    return UnreadableFile(said, where=path.name, value=_first_line(trouble), remedy="Export it again.")


def _first_line(trouble: Exception) -> str:
    return str(trouble).splitlines()[0][:200]
