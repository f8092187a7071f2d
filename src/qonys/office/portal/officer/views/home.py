"""The officer's home: mandates, who stands in for whom, and what happened to the account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.foundation.authority import second_factor, selectors
from qonys.office.foundation.authority.models import Account, Mandate
from qonys.office.foundation.authority.roles import ROLES, Action
from qonys.office.foundation.journal.selectors import newest
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer import waiting, words
from qonys.office.portal.officer.doors import officers

EVENTS = 8


@dataclass(frozen=True)
class Held:
    """A mandate as its holder reads it."""

    role: str
    may: list[str]
    place: str
    procedure: str
    since: date
    until: date | None
    given_by: str
    stands_for: str  # whose mandate it is, '' for one's own
    holder: str


@officers
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    account = request.user
    held = list(selectors.mandates_of(account))
    mandates = [_held(each) for each in held]
    context = waiting.context(account) | {
        "mandates": mandates,
        "offers": _holds(held, Action.OFFER),
        "imports": _holds(held, Action.REGISTER) or _holds(held, Action.RUN),
        "counts": _holds(held, Action.COUNT),
        "legislates": _holds(held, Action.LEGISLATE),
        "to_come": [_held(each) for each in selectors.mandates_to_come(account)],
        "lent": [each for each in mandates if each.stands_for],
        "substitutes": [_held(each) for each in selectors.substitutes_for(account)],
        "events": _events(account),
        "device": second_factor.is_set_up(account),
        "codes_left": account.recovery_codes.filter(used=None).count(),
    }
    return render(request, "officer/home.html", context)


def _holds(held: Iterable[Mandate], action: Action) -> bool:
    return any(action in ROLES[each.role].may for each in held)


def _held(mandate: Mandate) -> Held:
    return Held(
        role=str(ROLES[mandate.role].name),
        may=words.may(mandate.role),
        place=name(mandate.territory.names),
        procedure=mandate.procedure,
        since=mandate.since,
        until=mandate.until,
        given_by=mandate.granted_by.display_name if mandate.granted_by_id and mandate.granted_by else "",
        stands_for=mandate.substitutes.account.display_name if mandate.substitutes_id and mandate.substitutes else "",
        holder=mandate.account.display_name,
    )


def _events(account: Account) -> list[tuple[datetime, str]]:
    lines = newest(account.actor, EVENTS, *words.EVENTS)
    return [(line.at, str(words.EVENTS[line.action])) for line in lines]
