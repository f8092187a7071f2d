"""A table from a file: its head, and its rows one by one as texts by column. Nothing is held but the row at hand."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from qonys.office.foundation.exchange.layout import Layout
from qonys.office.foundation.exchange.refusals import Unreadable

MOST_ROWS = 100_000
MOST_BYTES = 20_000_000
MOST_UNPACKED = 300_000_000  # a workbook is a packed archive, and may be a bomb
# Named, not imported: it brings numpy, and only the worker reads rows; the web server would hold 35 MB for nothing.
WORKBOOK = "openpyxl.load_workbook"
PACKED = b"PK\x03\x04"


def form_of(content: bytes) -> str:
    """Told by the content, not by the name. Raises Unreadable."""
    if not content:
        raise Unreadable(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)d megabytes. Divide it.") % {"most": MOST_BYTES // 1_000_000}
        )
    return "xlsx" if content.startswith(PACKED) else "csv"


def rows(content: bytes, form: str, layout: Layout) -> Iterator[tuple[int, dict[str, str]]]:
    """(row as a spreadsheet counts, column -> text). Empty rows are passed over. Raises Unreadable."""
    lines = _sheet(content) if form == "xlsx" else _lines(content)
    head = [cell.strip().casefold() for cell in next(lines, [])]
    _refuse_head(head, layout)
    for number, cells in enumerate(lines, start=2):
        if number > MOST_ROWS + 1:
            raise Unreadable(_("There are more than %(most)d rows. Divide the file.") % {"most": MOST_ROWS})
        if any(cell.strip() for cell in cells):
            yield number, dict(zip(head, cells, strict=False))


def _lines(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        letter = _("The file is not UTF-8 (byte %(byte)d). Save it as CSV UTF-8, or as XLSX.")
        raise Unreadable(letter % {"byte": error.start}) from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise Unreadable(_("The file is not a table: a quotation mark is left open, or a cell is too long.")) from None


def _sheet(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("The workbook is too large when unpacked. Divide it."))
        book = import_string(WORKBOOK)(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for cells in sheet.iter_rows(values_only=True):
            yield [_text(cell) for cell in cells]
        book.close()
    except Unreadable:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError, SyntaxError):
        raise Unreadable(_("The workbook cannot be opened. Save it anew as XLSX, or as CSV UTF-8.")) from None


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))  # a spreadsheet keeps 7 as 7.0
        case datetime() | date():
            return cell.isoformat()
    return str(cell)


def _refuse_head(head: list[str], layout: Layout) -> None:
    known = [column.name for column in layout.columns]
    wanted = ", ".join(known)
    if missing := [column.name for column in layout.columns if column.needed and column.name not in head]:
        letter = _("The column %(column)s is missing. The first row names the columns: %(known)s.")
        raise Unreadable(letter % {"column": missing[0], "known": wanted})
    if strangers := [name for name in head if name and name not in known]:
        letter = _("Nothing is known of a column %(column)s. Known are %(known)s.")
        raise Unreadable(letter % {"column": strangers[0][:60], "known": wanted})
    if twice := [name for name in head if name and head.count(name) > 1]:
        raise Unreadable(_("The column %(column)s is there twice.") % {"column": twice[0]})
