"""Who looked into a case: the role each reader held there and then, never a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Mandate
from qonys.office.foundation.authority.paths import wholes
from qonys.office.foundation.authority.roles import ROLES, Action, roles_that_may
from qonys.office.foundation.journal.selectors import who_looked
from qonys.office.portal.applicant.words import LOOKED_AT

ACCOUNT = "account:"
ROLES_OF_HELP = roles_that_may(Action.SUPPORT)


@dataclass(frozen=True)
class Look:
    at: datetime
    role: str
    purpose: str


def looks(case: Case, stream: str = "") -> list[Look]:
    """Everybody but the family itself, newest first; of the case, or of another stream that belongs to it."""
    readings = [each for each in who_looked(stream or case.stream) if each.actor != f"{ACCOUNT}{case.account_id}"]
    mandates = _mandates(case, {each.actor for each in readings})
    return [Look(each.at, _role(mandates, each.actor, each.at), each.purpose) for each in readings]


def _mandates(case: Case, actors: Iterable[str]) -> list[Mandate]:
    """Every mandate under which one of them may ever have looked."""
    numbers = [int(each.removeprefix(ACCOUNT)) for each in actors if each.startswith(ACCOUNT)]
    there = Q(territory__in=wholes(case.territory_id), procedure__in=("", case.procedure))
    found = Mandate.objects.filter(there, account__in=numbers, role__in=roles_that_may(Action.SEE) + ROLES_OF_HELP)
    return list(found.order_by("since", "id"))


def _role(mandates: list[Mandate], actor: str, at: datetime) -> str:
    day = timezone.localdate(at)
    held = [each for each in mandates if f"{ACCOUNT}{each.account_id}" == actor and _in_force(each, day)]
    return str(ROLES[held[0].role].name if held else LOOKED_AT)


def _in_force(mandate: Mandate, day: date) -> bool:
    return mandate.since <= day and (mandate.until is None or mandate.until > day)
