"""May this account do that with this case? Officers by mandate, applicants with their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from qonys.office.casework.cases.models import Case, Member
from qonys.office.casework.cases.states import Act, next_acts
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import actions_at, common_path, counting, holders, in_force, may, within
from qonys.office.registers.persons.models import Person


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
    """Everything an officer may do with this case, in one query."""
    return actions_at(account, case.territory_id, case.procedure)


def offered(account: Account, case: Case) -> list[Act]:
    """The acts the table allows now and this account may do, in the table's order."""
    if account.kind == Kind.APPLICANT:
        return [act for act in next_acts(case.status) if allowed(account, act, case)]
    actions = actions_on(account, case)
    return [act for act in next_acts(case.status) if act.officer in actions]


def persons_visible(account: Any) -> QuerySet[Person]:
    """Those whose home a mandate covers, and those named in a case the account may see."""
    cases = visible(account)
    at_home = within(Person.objects.all(), account, Action.SEE).values("pk")
    applies = Exists(cases.filter(applicant=OuterRef("pk")))
    belongs = Exists(Member.objects.filter(person=OuterRef("pk"), case__in=cases))
    return Person.objects.filter(Q(pk__in=at_home) | applies | belongs)


def colleagues(case: Case) -> QuerySet[Account]:
    """Officers who may take that case over."""
    mandates = holders(Action.HANDLE, case.territory_id, case.procedure)
    return Account.objects.filter(kind=Kind.OFFICER, pk__in=mandates.values("account")).order_by("display_name", "pk")


def neighbours(account: Any) -> QuerySet[Account]:
    """Officers who may take over some case in the places where this account does; which one is asked later."""
    places = in_force(account, Action.HANDLE).values("territory__parts__part")
    mandates = counting(Action.HANDLE).filter(territory__parts__part__in=places)
    return Account.objects.filter(kind=Kind.OFFICER, pk__in=mandates.values("account")).order_by("display_name", "pk")
