"""Questions about appeals."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.office.casework.appeals import permissions
from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.appeals.refusals import UnknownAppeal
from qonys.office.casework.appeals.states import State
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.refusals import Erased


def queue(account: Any) -> QuerySet[Appeal]:
    """What waits for a decision where the asker has a mandate, the nearest term first."""
    found = permissions.visible(account).filter(state=State.FILED)
    return found.select_related("case__territory", "receipt", "contested").order_by("due", "id")


def by_number(account: Any, number: int) -> Appeal:
    """Raises UnknownAppeal."""
    related = ("case__applicant", "case__territory", "receipt__score__rules", "contested", "decided_by", "outcome")
    found = permissions.visible(account).filter(pk=number).select_related(*related).first()
    if found is None:
        raise UnknownAppeal(_("There is no such appeal among those you may see."))
    return found


def words(digest: str) -> str:
    """What was written; nothing if it was erased."""
    try:
        return str(personal.read({personal.KEY: digest})["text"]) if digest else ""
    except Erased:
        return ""
