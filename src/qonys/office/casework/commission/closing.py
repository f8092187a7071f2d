"""What the end of a session means for its cases, and for its minutes on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.commission import counting, selectors
from qonys.office.casework.commission.models import AgendaItem, Session
from qonys.office.casework.commission.states import RECOMMENDS, Result
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs import services as work

KIND = "minutes"
SET = "qonys.office.casework.commission.tasks.set_protocols"


def tell_cases(session: Session, items: Sequence[AgendaItem], by: Account) -> None:
    """Streams are written in the order of their names, so that two who close at once do not wait for each other."""
    for item in sorted(items, key=lambda item: item.case.number):
        held = Case.objects.select_for_update().get(pk=item.case_id)
        if item.result in (*RECOMMENDS, Result.SEND_BACK) and held.status != Status.AT_COMMISSION:
            item.result, item.ground = Result.GONE, ""  # withdrawn after the votes
            item.save()
        elif item.result in RECOMMENDS:
            cases.act(held, "recommend", _recommendation(session, item), by=by)
        elif item.result == Result.SEND_BACK:
            cases.act(held, "send_back", _sent_back(session, item), by=by)


def ask_for_protocol() -> None:
    if jobs.open_job(KIND) is None:
        work.enqueue(KIND, SET, {})


def _recommendation(session: Session, item: AgendaItem) -> dict[str, Any]:
    told = {"recommends": item.result, "session": session.pk, "day": session.day}
    votes = counting.tally(selectors.votes_on(item))
    return {**told, "votes": votes, **({"ground": item.ground} if item.ground else {})}


def _sent_back(session: Session, item: AgendaItem) -> dict[str, Any]:
    told: dict[str, Any] = {"session": session.pk}
    return {**told, "reason": selectors.reason(item)} if item.reason else told
