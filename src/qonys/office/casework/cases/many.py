"""One act on many cases: what would be refused and why, asked in a fixed number of queries; then done one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qonys.office.casework.cases import law, permissions, policies, selectors, services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.cases.states import ACTS, Act
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action

MOST = 100


def chosen(account: Account, numbers: Iterable[str]) -> list[Case]:
    """The cases of those numbers which the account may see, the nearest term first; no more than MOST."""
    found = permissions.visible(account).filter(number__in=list(numbers)[:MOST])
    return list(found.select_related("applicant", "territory", "assignee").order_by("due", "id"))


def foresee(cases: Sequence[Case], key: str, payload: Mapping[str, Any], *, by: Account) -> dict[int, str]:
    """Letters of refusal by the row number of the case; who is not named there can be done."""
    doing = ACTS[key]
    letters = _not_allowed(cases, doing, by) | (_strangers(cases, payload) if key == "assign" else {})
    courses = selectors.courses(cases)
    for case in cases:
        if case.pk not in letters:
            course = courses[case.number]
            try:
                policies.refuse(doing, course, law.version(case.procedure, course.version), payload, by.actor)
            except CaseRefused as letter:
                letters[case.pk] = str(letter)
    return letters


def do(cases: Iterable[Case], key: str, payload: Mapping[str, Any], *, by: Account) -> dict[int, str]:
    """Each in a transaction of its own: what one case refuses keeps no other back. Returns the letters."""
    letters = {}
    for case in cases:
        try:
            services.act(case, key, payload, by=by)
        except CaseRefused as letter:
            letters[case.pk] = str(letter)
    return letters


def _not_allowed(cases: Sequence[Case], doing: Act, by: Account) -> dict[int, str]:
    if doing.officer is None:
        may: set[int] = set()
    else:
        may = _reached(by, doing.officer, cases)
    letter = _("You hold no mandate for this: “%(act)s”.") % {"act": doing.name}
    return {case.pk: letter for case in cases if case.pk not in may}


def _strangers(cases: Sequence[Case], payload: Mapping[str, Any]) -> dict[int, str]:
    """Who cannot open a case cannot be given it; who has it already need not."""
    to = payload.get("to")
    colleague = Account.objects.filter(pk=to).first() if to else None
    if to and colleague is None:
        return {case.pk: _("There is no such officer.") for case in cases}
    may = _reached(colleague, Action.HANDLE, cases) if colleague else {case.pk for case in cases}
    stranger = _("This officer holds no mandate for the case, and could not even open it.")
    has = _("The case is there already.")
    return {case.pk: stranger for case in cases if case.pk not in may} | {
        case.pk: has for case in cases if case.assignee_id == to
    }


def _reached(account: Account, action: Action, cases: Sequence[Case]) -> set[int]:
    found = permissions.visible(account, action=action).filter(pk__in=[case.pk for case in cases])
    return set(found.values_list("pk", flat=True))
