"""A list of cases to take along: through the same scope as on screen, every case written down as read before it leaves.

Only so many at once: who needs the whole register asks for figures, which name nobody.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.cases.clocks import NEVER
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.services import record_readings
from qonys.office.portal.officer import listed

MOST = 2_000
PURPOSE = "export"
BOM = "\ufeff"  # spreadsheets would else take Kazakh letters for something else
COLUMNS: tuple[Promise, ...] = (
    _("Number"),
    _("Procedure"),
    _("Status"),
    _("Applicant"),
    _("Place"),
    _("Received"),
    _("Next term"),
    _("Standing"),
    _("Assigned to"),
    _("Warning"),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Values = list[str | date]


def as_csv(found: QuerySet[Case], account: Account, today: date) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_csv(found, account, today), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cases-{today.isoformat()}.csv"'
    return answer


def as_xlsx(found: QuerySet[Case], account: Account, today: date) -> FileResponse:
    with tempfile.TemporaryDirectory(prefix="qonys-") as scratch:
        target = Path(scratch) / f"cases-{today.isoformat()}.xlsx"
        _write(target, _rows(found, account, today))
        # The open file outlives its name: nothing is left behind when the reader goes away half-way.
        return FileResponse(target.open("rb"), as_attachment=True, filename=target.name, content_type=XLSX)


def _csv(found: QuerySet[Case], account: Account, today: date) -> Iterator[str]:
    """Sent while it is read, after the request is over: the reader's language is taken along."""
    language = get_language() or "kk"
    write = csv.writer(_Echo()).writerow
    with override(language):
        head = BOM + write([str(each) for each in COLUMNS])
    yield head
    rows = _rows(found, account, today)
    while True:
        with override(language):
            values = next(rows, None)
        if values is None:
            return
        yield write([_harmless(each) if isinstance(each, str) else each.isoformat() for each in values])


def _write(target: Path, rows: Iterable[Values]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        sheet = book.add_worksheet("cases")
        days, head = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS) - 1, 22)
        sheet.write_row(0, 0, [str(each) for each in COLUMNS], head)
        for line, values in enumerate(rows, start=1):
            for column, value in enumerate(values):
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, days)
                else:
                    sheet.write_string(line, column, value)


def _rows(found: QuerySet[Case], account: Account, today: date) -> Iterator[Values]:
    """The first rows of a list, journalled before the first of them is told."""
    cases = list(found.only(*listed.SHOWN)[:MOST])
    record_readings(account.actor, [case.stream for case in cases], PURPOSE)
    for case, row in zip(cases, listed.rows(cases, account, today), strict=True):
        due: str | date = "" if case.due == NEVER else case.due
        yield [row.number, row.procedure, row.status, row.applicant, row.place, row.submitted, due,
               row.term.text, row.assignee, row.lapse]  # fmt: skip


def _harmless(text: str) -> str:
    """A spreadsheet would take a name that begins so for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


class _Echo:
    """What the csv module writes to: it gives each line back instead of keeping it."""

    def write(self, line: str) -> Any:
        return line
