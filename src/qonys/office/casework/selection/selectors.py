"""Questions about scores and receipts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.office.casework.cases.models import Case
from qonys.office.casework.letters.codes import typed
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.selection import engine, facts, permissions
from qonys.office.casework.selection.engine import Input, RuleSet
from qonys.office.casework.selection.models import Print, Receipt, Score
from qonys.office.casework.selection.refusals import NotYetSet, UnknownReceipt
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.refusals import Erased


@dataclass(frozen=True)
class Counted:
    """A score with what it rests on, as it was when it was counted."""

    row: Score
    rules: RuleSet
    inputs: tuple[Input, ...]
    result: dict[str, Any]


def scored(case: Case) -> bool:
    """Is this case decided by points? False as well where its answers were erased."""
    try:
        return facts.rules_of(case) is not None
    except Erased:
        return False


def newest(case: Case) -> Score | None:
    return Score.objects.filter(case=case).select_related("rules", "by").order_by("-id").first()


def counted(row: Score) -> Counted:
    """Raises Erased."""
    told = personal.read(row.reference)
    law = rulesets.book(row.rules.key, row.rules.text).on(row.law_on)
    inputs = tuple(Input.model_validate_json(json.dumps(each)) for each in told["inputs"])
    return Counted(row, law, inputs, told["result"])


def of_case(case: Case) -> QuerySet[Receipt]:
    """The receipts of a case that the asker may see, the newest first."""
    return Receipt.objects.filter(case=case).select_related("score", "officer", "previous").order_by("-id")


def by_code(account: Any, code: str) -> Receipt:
    """Raises UnknownReceipt, also for one the asker may not see."""
    related = ("case", "score__rules", "officer")
    found = permissions.visible(account).select_related(*related).filter(code=typed(code)).first()
    if found is None:
        raise UnknownReceipt(_("There is no such receipt among those you may see."))
    return found


def file(receipt: Receipt) -> bytes:
    """The receipt as it is downloaded, byte by byte as it was signed. Raises Erased."""
    return engine.as_file(engine.restored(personal.read(receipt.reference), receipt.score.rules.text))


def pdf(receipt: Receipt, language: str) -> bytes:
    """Raises NotYetSet while the worker is at it, or when what it said was erased."""
    found = Print.objects.filter(receipt=receipt, language=language).first()
    if found is None:
        raise NotYetSet(_("The receipt is being set as PDF. Try again in a minute; the JSON can be had now."))
    return bytes(found.content)
