"""Tables as people keep them: CSV or XLSX, every cell as text, every row with the number a spreadsheet shows."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import polars as pl
from openpyxl.utils.exceptions import InvalidFileException

from qonys.countries.yaml_files import read_text
from qonys.engines.vocabulary.errors import DuplicateCell, UnreadableFile

ROW = "row"  # 1 is the head, so the first figures stand in row 2
Lines = list[tuple[int, list[str]]]


def read_table(path: Path, sheet: str | None = None) -> pl.DataFrame:
    """All columns as text plus `row`. Commas, semicolons and tabs are understood. Raises UnreadableFile."""
    lines = _sheet_lines(path, sheet) if path.suffix.lower() == ".xlsx" else _text_lines(path)
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise UnreadableFile("the table is empty.", where=path.name, remedy="Give it a head and at least one row.")
    (_, head), body = lines[0], lines[1:]
    _refuse_bad_head(head, path.name)
    if not body:
        raise UnreadableFile("the table has a head but no rows.", where=path.name, remedy="Add the figures.")
    for number, cells in body:
        if len(cells) != len(head):
            raise UnreadableFile(
                f"the row has {len(cells)} cells but the head has {len(head)}.",
                where=place(path.name, number),
                value=cells,
                remedy="Look for a missing or an extra separator.",
            )
    columns = {name: [cells[place] for _, cells in body] for place, name in enumerate(head)}
    schema = dict.fromkeys(columns, pl.String)
    return pl.DataFrame(columns, schema=schema).with_columns(pl.Series(ROW, [n for n, _ in body], dtype=pl.Int32))


def place(file: str, row: object) -> str:
    """How every letter names a place: the row a spreadsheet shows, and the file."""
    return f"Row {row} of {file}"


def _refuse_bad_head(head: list[str], file: str) -> None:
    for name in head:
        if not name:
            raise UnreadableFile("a column has no name.", where=place(file, 1), value=head, remedy="Name it.")
        if head.count(name) > 1:
            raise DuplicateCell(f"column '{name}' stands twice.", where=place(file, 1), remedy="Remove one.")


def _text_lines(path: Path) -> Lines:
    text = read_text(path)
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as problem:
        raise UnreadableFile(
            f"the file is not a CSV table ({problem}).",
            where=place(path.name, reader.line_num),
            remedy="Look for a quotation mark that is not closed.",
        ) from problem
    # A semicolon file comes from a spreadsheet whose numbers carry a decimal comma.
    return [(n, [_point(cell) for cell in cells]) for n, cells in lines] if separator == ";" else lines


def _point(cell: str) -> str:
    whole, comma, part = cell.partition(",")
    return f"{whole}.{part}" if comma and whole.lstrip("-").isdigit() and part.isdigit() else cell


def _sheet_lines(path: Path, sheet: str | None) -> Lines:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, InvalidFileException, BadZipFile) as problem:
        raise UnreadableFile(
            f"the file is not an XLSX workbook ({problem}).",
            where=path.name,
            remedy="Save it again as .xlsx.",
        ) from problem
    if sheet is not None and sheet not in book.sheetnames:
        raise UnreadableFile(
            f"the workbook has no sheet '{sheet}'.",
            where=path.name,
            value=book.sheetnames,
            remedy="Rename the sheet, or name the right one under 'sheet' in the dataset's .yaml file.",
        )
    rows = book[sheet or book.sheetnames[0]].iter_rows(values_only=True)
    return _trimmed([(number, [_cell(value) for value in cells]) for number, cells in enumerate(rows, start=1)])


def _trimmed(lines: Lines) -> Lines:
    """Without the empty columns a spreadsheet leaves at the right."""
    width = max((place + 1 for _, cells in lines for place, cell in enumerate(cells) if cell), default=0)
    return [(number, (cells + [""] * width)[:width]) for number, cells in lines]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
