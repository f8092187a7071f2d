"""Filing an appeal and deciding on it. While it runs, the place of a quota it is about waits for its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from qonys.office.casework.appeals import places, policies
from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.appeals.states import State
from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.selection import services as selection
from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal import personal


def file(receipt: Receipt, text: str, *, by: Account) -> Appeal:
    """The family does not agree. Raises CaseRefused."""
    with transaction.atomic():
        case = _case(receipt.case_id)
        held = Receipt.objects.select_for_update().get(pk=receipt.pk)
        held.case = case
        policies.refuse_filing(held, text)
        today = timezone.localdate()
        kept = personal.keep(case.stream, {"text": text.strip()})
        appeal = Appeal.objects.create(
            receipt=held,
            case=case,
            contested_id=held.officer_id,
            grounds=kept[personal.KEY],
            due=policies.due(case, today),
        )
        cases.act(case, "appeal", {"receipt": held.code, "grounds": kept, "due": appeal.due}, by=by)
        places.contest(case, appeal.pk, by.actor)
    return appeal


def take_back(appeal: Appeal, *, by: Account) -> Appeal:
    """Raises CaseRefused."""
    with transaction.atomic():
        case, held = _both(appeal)
        policies.refuse_step(held, State.TAKEN_BACK)
        held.state = State.TAKEN_BACK
        held.save()
        cases.act(case, "take_back_appeal", {"receipt": held.receipt.code}, by=by)
        places.give_up(case, by.actor)
    return held


def dismiss(appeal: Appeal, reasons: str, *, by: Account) -> Appeal:
    """The decision stands. Raises CaseRefused."""
    with transaction.atomic():
        case, held = _both(appeal)
        policies.refuse_deciding(held, State.DISMISSED, reasons, by)
        kept = personal.keep(case.stream, {"text": reasons.strip()})
        cases.act(case, "dismiss", {"receipt": held.receipt.code, "reasons": kept}, by=by)
        _decided(held, State.DISMISSED, kept, by)
        places.give_up(case, by.actor)
    return held


def uphold(appeal: Appeal, found: Mapping[str, Any], reasons: str, *, by: Account) -> Appeal:
    """The decision is set aside, the points are counted anew on the facts as found, and the application is granted.

    The new receipt names the old one. If the points still say otherwise, the reasons say why. Raises CaseRefused.
    """
    with transaction.atomic():
        case, held = _both(appeal)
        policies.refuse_deciding(held, State.UPHELD, reasons, by)
        kept = personal.keep(case.stream, {"text": reasons.strip()})
        case = cases.act(case, "set_aside", {"receipt": held.receipt.code, "reasons": kept}, by=by)
        selection.score(case, found, why=reasons, by=by)
        places.confirm(case, by.actor)
        cases.act(case, "grant", {"reason": reasons.strip()}, by=by)
        held.outcome = Receipt.objects.get(previous=held.receipt)
        _decided(held, State.UPHELD, kept, by)
    return held


def _decided(held: Appeal, state: State, reasons: Mapping[str, str], by: Account) -> None:
    held.state, held.decided_by, held.decided = state, by, timezone.now()
    held.reasons = reasons[personal.KEY]
    held.save()


def _both(appeal: Appeal) -> tuple[Case, Appeal]:
    """The case first: everybody who acts on a case holds it before anything of it."""
    case = _case(appeal.case_id)
    held = Appeal.objects.select_for_update(of=("self",)).select_related("receipt").get(pk=appeal.pk)
    return case, held


def _case(number: int) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("applicant", "territory").get(pk=number)
