"""Data to take home: CSV, XLSX and Parquet, made by the file and sent without holding it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.runs import Run

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
COLUMNS = {
    "value": "mean of all trajectories",
    "low_80": "low_80..high_80 holds 8 in 10 trajectories",
    "low_95": "low_95..high_95 holds 95 in 100 trajectories",
    "q10": "q10..q90 holds 8 in 10 trajectories",
    "q025": "q025..q975 holds 95 in 100 trajectories",
    "q50": "the median: half of the trajectories lie below",
    "probability": "share of the trajectories in which it happens",
}
MOST_XLSX_ROWS = 100_000


def response(run: Run, sql: str, name: str, form: str) -> FileResponse:
    """The answer to `sql` as a file called `name` in the form asked for."""
    if form not in TYPES:
        raise Http404(_("Data comes as csv, xlsx or parquet."))
    with tempfile.TemporaryDirectory(prefix="qonys-") as scratch:
        target = Path(scratch) / f"{name}.{form}"
        if form == "xlsx":
            _write_xlsx(run, sql, target)
        else:
            reading.write(run.folder, sql, target, form)
        # The open file outlives its name: nothing is left behind when the reader goes away half-way.
        return FileResponse(target.open("rb"), as_attachment=True, filename=target.name, content_type=TYPES[form])


def _write_xlsx(run: Run, sql: str, target: Path) -> None:
    columns, rows = reading.stream(run.folder, sql)
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("data")
        head = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 16)
        sheet.write_row(0, 0, columns, head)
        for line, row in enumerate(rows, start=1):
            if line > MOST_XLSX_ROWS:
                raise Http404(_("This table is too long for a spreadsheet; take it as CSV or Parquet."))
            sheet.write_row(line, 0, row)
        _write_origin(book.add_worksheet("about"), run, columns)


def _write_origin(sheet: xlsxwriter.worksheet.Worksheet, run: Run, columns: Sequence[str]) -> None:
    """Where the numbers come from travels with them."""
    facts = (
        ("run", run.id),
        ("created", run.created.isoformat()),
        ("code version", run.code_version),
        ("seed", run.seed),
        ("trajectories", run.trajectories),
        *((name, told) for name, told in COLUMNS.items() if name in columns),
        ("other columns", "see the README.md of the run's folder"),
    )
    sheet.set_column(0, 1, 30)
    for line, fact in enumerate(facts):
        sheet.write_row(line, 0, fact)
