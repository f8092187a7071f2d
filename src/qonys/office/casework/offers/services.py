"""Entering, changing and withdrawing what a municipality offers: each in one transaction, with its line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.offers import listeners
from qonys.office.casework.offers.models import Kind, Offer
from qonys.office.casework.offers.refusals import OfferRefused, UnknownOffer
from qonys.office.foundation.authority.lengths import too_long
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import reaches, within
from qonys.office.foundation.journal.services import append

MOST, MOST_ROOMS = 100_000, 20


@dataclass(frozen=True)
class OfferTold:
    """What an officer tells of an offer."""

    kind: str
    number: int
    ready: date
    proof: str
    rooms: int | None = None
    occupation: str = ""


def enter(told: OfferTold, territory: Territory, *, by: Account) -> Offer:
    """Raises OfferRefused."""
    if not reaches(by, Action.OFFER, territory.pk, ""):
        raise OfferRefused(_("You hold no mandate to offer places there."))
    values = _checked(told)
    with transaction.atomic():
        offer = Offer.objects.create(territory=territory, **values)
        append(offer.stream, "entered", {"territory": territory.pk, **values}, actor=by.actor)
    return offer


def change(offer: Offer, told: OfferTold, *, by: Account) -> Offer:
    """Correct an offer; the journal keeps what it was. Raises OfferRefused."""
    values = _checked(told)
    with transaction.atomic():
        held = _held(offer, by)
        before = {name: getattr(held, name) for name, value in values.items() if getattr(held, name) != value}
        if before:
            after = {name: values[name] for name in before}
            for name, value in after.items():
                setattr(held, name, value)
            if set(before) != {"number"} or held.number > before["number"]:
                held.verified, held.verified_by = None, ""  # what was seen is no longer what is offered
            held.changed = timezone.now()
            held.save()
            append(held.stream, "changed", {"before": before, "after": after}, actor=by.actor)
            listeners.tell(held, by.actor)
    return held


def withdraw(offer: Offer, *, by: Account) -> Offer:
    """It is no longer there: taken, or never was. Raises OfferRefused."""
    with transaction.atomic():
        held = _held(offer, by)
        held.withdrawn = held.changed = timezone.now()
        held.save(update_fields=["withdrawn", "changed"])
        append(held.stream, "withdrawn", {}, actor=by.actor)
        listeners.tell(held, by.actor)
    return held


def verify(offer: Offer, seen: str, *, by: Account) -> Offer:
    """Somebody who did not enter it was there and saw that it is ready. Raises OfferRefused."""
    if not seen.strip():
        raise OfferRefused(_("Write what you saw: the keys, the desks, the contract."))
    with transaction.atomic():
        held = Offer.objects.select_for_update().get(pk=offer.pk)
        if not reaches(by, Action.FOLLOW, held.territory_id, ""):
            raise OfferRefused(_("You hold no mandate to verify what is offered there."))
        if held.withdrawn or held.verified:
            raise OfferRefused(_("This offer is withdrawn, or verified already."))
        held.verified, held.verified_by = timezone.now(), by.actor
        held.save(update_fields=["verified", "verified_by"])
        append(held.stream, "verified", {"seen": seen.strip()}, actor=by.actor)
    return held


def _held(offer: Offer, by: Account) -> Offer:
    found = within(Offer.objects.filter(pk=offer.pk), by, Action.OFFER).values("pk")
    held = Offer.objects.select_for_update().filter(pk__in=found).first()
    if held is None:
        raise UnknownOffer(_("There is no such offer among those you may change."))
    if held.withdrawn:
        raise OfferRefused(_("This offer was withdrawn. Enter a new one."))
    return held


def _checked(told: OfferTold) -> dict[str, Any]:
    values = asdict(told) | {"proof": told.proof.strip(), "occupation": told.occupation.strip()}
    if told.kind not in Kind.values:
        raise OfferRefused(_("Choose what is offered."))
    if not 1 <= told.number <= MOST:
        raise OfferRefused(_("Offer between 1 and %(most)d places.") % {"most": MOST})
    if not values["proof"]:
        raise OfferRefused(_("Write what proves it: an order, a list, a contract."))
    if told.kind == Kind.DWELLING and not 1 <= (told.rooms or 0) <= MOST_ROOMS:
        raise OfferRefused(_("Write how many rooms each dwelling has."))
    if told.kind == Kind.JOB and not values["occupation"]:
        raise OfferRefused(_("Write the occupation: a family looks for its own."))
    if letter := too_long(Offer, proof=values["proof"], occupation=values["occupation"]):
        raise OfferRefused(letter)
    values["rooms"] = told.rooms if told.kind == Kind.DWELLING else None
    values["occupation"] = values["occupation"] if told.kind == Kind.JOB else ""
    return values
