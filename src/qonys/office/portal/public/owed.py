"""What the law gives the family of a case, for its own page and for the officer's."""

from __future__ import annotations

import logging
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import BEFORE_DECISION, OPEN, Status
from qonys.office.casework.procedures.support import entitled
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.planning.wording import places
from qonys.office.portal.public.entitled import STATES, sheet

log = logging.getLogger(__name__)
BASIS: dict[str, Promise] = {
    "asked": _("Nothing is decided yet. If the application is granted and all conditions are met, the law gives this."),
    "granted": _("The application was granted. Money is paid only after the family has arrived."),
    "arrived": _("The family has arrived. Payments are counted from that day; each is ordered by the office."),
}


def tells(case: Case) -> bool:
    """Whether there is anything to say: not of a case that was refused, withdrawn or is over."""
    return case.status in OPEN


def owed(case: Case) -> dict[str, Any]:
    """Context of a page; without `sheet` where the law cannot be applied to this family."""
    told: dict[str, Any] = {"case": case, "basis": BASIS[_stage(case)], "legend": tuple(STATES.values())}
    try:
        answer = entitled(case)
    except (BadInput, Erased) as letter:
        # The letter may quote what the family told: the log learns only which kind it was.
        log.warning("The payments of case %s cannot be counted: %s.", case.number, type(letter).__name__)
        answer = None
    if answer is None:
        return told
    move = (places.name(answer.origin), places.name(answer.destination))
    return told | {"sheet": sheet(answer, ()), "day": answer.application.move.day, "move": move}


def _stage(case: Case) -> str:
    if case.status in BEFORE_DECISION:
        return "asked"
    return "arrived" if case.status == Status.FOLLOWED else "granted"
