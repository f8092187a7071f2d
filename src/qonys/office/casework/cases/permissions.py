"""May this account do that with this case? Officers by mandate, applicants with their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

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


def in_hands(account: Any) -> QuerySet[Case]:
    """The cases that were given to an officer, as far as the mandates still reach: tens, whatever the region holds."""
    return within(Case.objects.filter(assignee=account.pk), account, Action.SEE)


def persons_visible(account: Any) -> QuerySet[Person]:
    """Those whose home a mandate covers, and those named in a case the account may see as an officer.

    Asked person by person, from his or her cases: for one, or a few.
    """
    at_home = within(Person.objects.filter(pk=OuterRef("pk")), account, Action.SEE)
    applies = within(Case.objects.filter(applicant=OuterRef("pk")), account, Action.SEE)
    belongs = within(Member.objects.filter(person=OuterRef("pk")), account, Action.SEE)
    return Person.objects.filter(Exists(at_home) | Exists(applies) | Exists(belongs))


def persons_visible_among(account: Any, people: Collection[int] | None, inside: str | None = "") -> QuerySet[Person]:
    """The same of many: of these, or of all. Asked at once, home by home and case by case; `inside` as in `within`."""
    rows: tuple[tuple[QuerySet[Any], str], ...] = (
        (Person.objects.all(), "pk"), (Case.objects.all(), "applicant"), (Member.objects.all(), "person")
    )  # fmt: skip
    found = [
        within(each if people is None else each.filter(**{f"{who}__in": people}), account, Action.SEE, inside=inside)
        .order_by()
        .values(who)
        for each, who in rows
    ]
    return Person.objects.filter(pk__in=found[0].union(*found[1:]))


def colleagues(case: Case) -> QuerySet[Account]:
    """Officers who may take that case over."""
    mandates = holders(Action.HANDLE, case.territory_id, case.procedure)
    return Account.objects.filter(kind=Kind.OFFICER, pk__in=mandates.values("account")).order_by("display_name", "pk")


def neighbours(account: Any) -> QuerySet[Account]:
    """Officers who may take over some case in the places where this account does; which one is asked later."""
    places = in_force(account, Action.HANDLE).values("territory__parts__part")
    mandates = counting(Action.HANDLE).filter(territory__parts__part__in=places)
    return Account.objects.filter(kind=Kind.OFFICER, pk__in=mandates.values("account")).order_by("display_name", "pk")
