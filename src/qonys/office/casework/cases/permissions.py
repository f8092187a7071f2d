"""May this account do that with this case? Officers by mandate, applicants with their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import ACTS, Act, next_acts
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, may, within


def visible(account: Any, *, action: Action = Action.SEE) -> QuerySet[Case]:
    """The cases an account may see (or act on): an applicant's own, or those its mandates cover."""
    if getattr(account, "kind", "") == Kind.APPLICANT:
        own = Case.objects.filter(account=account.pk)
        return own if account.active and action == Action.SEE else own.none()
    return within(Case.objects.all(), account, action, inside=common_path(account, action))


def allowed(account: Account, act: Act, case: Case) -> bool:
    """Asked of the same SQL as every list."""
    if account.kind == Kind.APPLICANT:
        return act.applicant and account.active and case.account_id == account.pk
    return act.officer is not None and may(account, act.officer, case)


def actions_on(account: Account, case: Case) -> frozenset[Action]:
    """Everything an officer may do with this case, in one query per kind of action that any act asks for."""
    wanted = {act.officer for act in ACTS.values() if act.officer is not None}
    return frozenset(action for action in wanted if may(account, action, case))


def offered(account: Account, case: Case) -> list[Act]:
    """The acts the table allows now and this account may do, in the table's order."""
    if account.kind == Kind.APPLICANT:
        return [act for act in next_acts(case.status) if allowed(account, act, case)]
    actions = actions_on(account, case)
    return [act for act in next_acts(case.status) if act.officer in actions]
