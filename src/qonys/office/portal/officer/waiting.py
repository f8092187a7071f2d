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

FIRST = 7  # cases shown at once
# Whose cases, and which queues of them are told. What lapses is asked of one's own cases alone: of all that nobody has
# taken it is a walk through the region.
WHOSE: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("me", _("In your hands"), ("late", "today", "lapsing")),
    ("nobody", _("Taken by nobody yet"), ("late", "today", "new")),
)


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
    own = permissions.in_hands(account)
    asked = {"me": own, "nobody": cases.filter(assignee=None)}
    mine = own.filter(status__in=OPEN).select_related("applicant", "territory", "assignee").order_by("due", "id")
    return {
        "piles": [
            Pile(name, _numbers(whose, selectors.counts(asked[whose], today, keys))) for whose, name, keys in WHOSE
        ],
        "mine": listed.rows(mine[:FIRST], account, today),
        "in_places": cases.exists(),
    }


def _numbers(whose: str, counted: dict[str, int]) -> list[Number]:
    return [
        Number(
            count=listed.capped(count),
            name=selectors.QUEUES[key].name,
            address=urlencode({"queue": key, "assignee": whose}),
            alarming=key in ("late", "lapsing") and count > 0,
        )
        for key, count in counted.items()
    ]
