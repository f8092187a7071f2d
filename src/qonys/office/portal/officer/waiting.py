"""What waits for an officer today: first what is in his or her own hands, then what nobody has taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.cases import permissions, selectors
from qonys.office.casework.cases.states import OPEN
from qonys.office.foundation.authority.models import Account
from qonys.office.portal.officer import listed

TODAY = ("late", "today", "lapsing")
FIRST = 7  # cases shown at once
WHOSE: tuple[tuple[str, Promise], ...] = (("me", _("In your hands")), ("nobody", _("Taken by nobody yet")))


@dataclass(frozen=True)
class Number:
    count: str
    name: Promise
    address: str
    alarming: bool


@dataclass(frozen=True)
class Pile:
    name: Promise
    numbers: list[Number]


def context(account: Account) -> dict[str, Any]:
    """Two queries for the numbers, one for the cases, however many mandates there are."""
    cases, today = permissions.visible(account), timezone.localdate()
    own = cases.filter(assignee=account.pk)
    counted = {"me": selectors.counts(own, today), "nobody": selectors.counts(cases.filter(assignee=None), today)}
    mine = own.filter(status__in=OPEN).select_related("applicant", "territory", "assignee").order_by("due", "id")
    return {
        "piles": [Pile(name, _numbers(whose, counted[whose])) for whose, name in WHOSE],
        "mine": listed.rows(mine[:FIRST], account, today),
        "in_places": bool(counted["me"]["all"] or counted["nobody"]["all"]),
    }


def _numbers(whose: str, counted: dict[str, int]) -> list[Number]:
    return [
        Number(
            count=listed.capped(counted[key]),
            name=selectors.QUEUES[key].name,
            address=urlencode({"queue": key, "assignee": whose}),
            alarming=key != "today" and counted[key] > 0,
        )
        for key in TODAY
    ]
