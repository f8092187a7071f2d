"""Columns of a table as numbers and names, with a letter naming the first row that cannot be used."""

from __future__ import annotations

import gzip
import unicodedata
import zlib
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qonys.countries.yaml_files import as_text, read_content
from qonys.engines.vocabulary.errors import MissingCell, MissingColumn, OutOfRange, UnreadableFile

# What statistical offices write where a count is kept secret or was not made.
NO_FIGURE = ("", "-", "–", ".", "..", "...", ":", "x", "X", "c", "C", "NA", "N/A", "n/a", "NaN", "nan", "null", "None")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def read_columns(path: Path, needed: tuple[str, ...]) -> pl.DataFrame:
    """All columns as trimmed text, named in small letters. Raises UnreadableFile and MissingColumn."""
    raw = _bytes(path)
    head = raw.split(b"\n", 1)[0]
    separator = max(",;\t", key=lambda mark: head.count(mark.encode()))
    try:
        table = pl.read_csv(raw, separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as problem:
        reason = str(problem).split("\n", 1)[0]
        raise UnreadableFile(
            f"the file is not a CSV table ({reason}).", where=path.name, remedy="Look for a torn row or an open quote."
        ) from problem
    names = {name: name.strip().lower() for name in table.columns}
    if len(set(names.values())) < len(names):
        raise UnreadableFile("a column stands twice.", where=path.name, value=table.columns, remedy="Remove one.")
    table = table.rename(names).with_columns(pl.all().fill_null("").str.strip_chars())
    table = table.filter(~pl.all_horizontal(pl.all() == ""))
    for column in needed:
        if column not in table.columns:
            raise MissingColumn(
                f"column '{column}' is missing.", where=path.name, value=table.columns, remedy="Add it, or rename one."
            )
    if not table.height:
        raise UnreadableFile("the table has no rows.", where=path.name, remedy="Add the figures.")
    return table


def _bytes(path: Path) -> bytes:
    """The file's text as UTF-8 without a byte-order mark, unpacked if it is gzipped."""
    raw = read_content(path)
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError, zlib.error) as problem:
            raise UnreadableFile("the gzipped file is damaged.", where=path.name, remedy="Pack it again.") from problem
    return as_text(raw, path).encode()


def figures(table: pl.DataFrame, column: str, file: str) -> Floats:
    """Numbers, NaN where no figure is given. Raises OutOfRange for a text that is no number."""
    text = table[column]
    blank = text.is_in(NO_FIGURE)
    values = text.cast(pl.Float64, strict=False)
    wrong = (values.is_null() | ~values.is_finite().fill_null(False)) & ~blank
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise OutOfRange(
            f"'{column}' is not a number.",
            where=_place(row, file),
            value=text[row],
            remedy="Write digits with a decimal point and no separators between thousands.",
        )
    return np.where(blank.to_numpy(), np.nan, values.fill_null(np.nan).to_numpy().astype(np.float64))


def whole_numbers(table: pl.DataFrame, column: str, file: str, lowest: int, highest: int) -> Ints:
    """Whole numbers of a range. Raises OutOfRange."""
    values = figures(table, column, file)
    with np.errstate(invalid="ignore"):
        wrong = ~((values >= lowest) & (values <= highest) & (values == np.floor(values)))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise OutOfRange(
            f"'{column}' is not a whole number from {lowest} to {highest}.",
            where=_place(row, file),
            value=table[column][row],
            remedy="Correct the row.",
        )
    return values.astype(np.int64)


def names(table: pl.DataFrame, column: str, file: str) -> list[str]:
    """Names in one Unicode form, so that two spellings of one letter are one territory. Raises MissingCell."""
    text = table[column].to_list()
    for row, name in enumerate(text):
        if not name:
            raise MissingCell(f"'{column}' is blank.", where=_place(row, file), remedy="Name the territory.")
    spelt = {name: unicodedata.normalize("NFC", name) for name in set(text)}
    return [spelt[name] for name in text]


def _place(row: int, file: str) -> str:
    return f"Row {row + 2} of {file}"
