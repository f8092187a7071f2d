"""What the texts of cells mean, for layouts to share."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from qonys.office.foundation.authority.paths import CODE
from qonys.office.foundation.exchange.refusals import Wrong

LOCAL_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def name(cell: str) -> str:
    """At most 120 letters, single spaces."""
    found = " ".join(cell.split())
    if len(found) > 120:
        raise Wrong(_("A name has at most 120 letters."), _("Use the short form of the name."))
    return found


def code(cell: str) -> str:
    """The code of a territory, such as KZ-19 or 196430100."""
    if not CODE.fullmatch(cell) or len(cell) > 40:
        raise Wrong(_("A code is made of capital Latin letters, digits and -."), _("Write it as 196430100 or KZ-19."))
    return cell


def day(cell: str) -> date:
    """2026-11-23, 23.11.2026, or what a spreadsheet makes of a day."""
    local = LOCAL_DAY.fullmatch(cell)
    try:
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
        return datetime.fromisoformat(cell).date()
    except ValueError:
        raise Wrong(_("This is no day."), _("Write 2026-11-23 or 23.11.2026.")) from None
