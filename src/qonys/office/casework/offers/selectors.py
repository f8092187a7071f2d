"""Questions about offers: an officer's own, and what everybody may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.office.casework.offers.models import Offer
from qonys.office.casework.offers.refusals import UnknownOffer
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path, in_force, within
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.journal.selectors import newest

HISTORY = 50


def entered(account: Account) -> QuerySet[Offer]:
    """What the account may change, withdrawn ones too."""
    inside = common_path(account, Action.OFFER)
    return within(Offer.objects.select_related("territory"), account, Action.OFFER, inside=inside)


def offer(account: Account, key: UUID) -> Offer:
    """Raises UnknownOffer."""
    found = entered(account).filter(key=key).first()
    if found is None:
        raise UnknownOffer(_("There is no such offer among those you may change."))
    return found


def open_to_all(territory: str = "") -> QuerySet[Offer]:
    """What is offered now, in one territory and all within it, or everywhere."""
    found = Offer.objects.select_related("territory").filter(withdrawn=None)
    return found.filter(territory__wholes__whole=territory) if territory else found


def unverified(account: Account) -> QuerySet[Offer]:
    """What the account may go and see before anybody is invited to it."""
    inside = common_path(account, Action.FOLLOW)
    found = Offer.objects.select_related("territory").filter(withdrawn=None, verified=None)
    return within(found, account, Action.FOLLOW, inside=inside)


def territories(account: Account) -> QuerySet[Territory]:
    """Where the account may offer places."""
    mandates = in_force(account, Action.OFFER)
    parts: Iterable[object] = mandates.values("territory__parts__part")
    return Territory.objects.filter(pk__in=parts, until=None)


def history(found: Offer) -> QuerySet[Entry]:
    return newest(found.stream, HISTORY)
