"""Tables officers bring along: which they may, and an empty one of each kind to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import ROLES
from qonys.office.foundation.authority.scope import in_force
from qonys.office.foundation.exchange.layout import Layout, layouts

BOM = "\ufeff"  # spreadsheets would else take Kazakh letters for something else


def allowed(account: Account) -> list[Layout]:
    """The kinds of tables that some mandate of the account allows; where, each row is asked."""
    roles = set(in_force(account).values_list("role", flat=True))
    may = {action for role in roles for action in ROLES[role].may}
    return [each for each in layouts().values() if each.action in may]


def as_csv(layout: Layout) -> bytes:
    """The head, and one row that shows how it is meant: to be replaced."""
    text = io.StringIO()
    csv.writer(text).writerows(_rows(layout))
    return (BOM + text.getvalue()).encode()


def as_xlsx(layout: Layout) -> bytes:
    """The same, and what every column means on a second sheet."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet, told = book.add_worksheet(layout.key[:31]), book.add_worksheet("columns")
        head, example = _rows(layout)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, 20)
        sheet.write_row(0, 0, head, bold)
        sheet.write_row(1, 0, example)
        told.set_column(0, 0, 20)
        told.set_column(1, 1, 90)
        for line, column in enumerate(layout.columns):
            told.write_string(line, 0, column.name, bold if column.needed else None)
            told.write_string(line, 1, str(column.means))
    return made.getvalue()


def _rows(layout: Layout) -> Sequence[list[str]]:
    return [each.name for each in layout.columns], [each.example for each in layout.columns]
