"""A municipality takes an offer back: who was promised it is warned, and placed anew by a round of its own.

What is the same in the same place is given at once: nothing changes for the family but the house number. Anything else
is a decision, so it is proposed to the commission.
"""

from __future__ import annotations

from django.db.models import Sum
from django.utils import timezone

from qonys.office.casework.offers.models import Offer
from qonys.office.casework.placement import gathering, needs, publishing, services
from qonys.office.casework.placement.models import Hold, Placing, Round
from qonys.office.casework.placement.states import Result, State
from qonys.office.foundation.journal.services import append
from qonys.office.foundation.notices.services import notify


def heard(offer: Offer, actor: str) -> None:
    """Inside the transaction of the withdrawal (settings.QONYS_AFTER_OFFER)."""
    room = 0 if offer.withdrawn else offer.number
    held = Hold.objects.select_for_update(of=("self",)).filter(offer=offer, lost=None).order_by("-since", "-pk")
    over = (held.aggregate(all=Sum("number"))["all"] or 0) - room
    lost = list[Hold]()
    for each in held.select_related("placing__round", "placing__case__account", "placing__place"):
        if each.placing.result != Result.INVITED or not (over > 0 or _no_longer_fits(offer, each)):
            continue  # who has moved in is not moved out by a list
        over -= each.number
        lost.append(each)
    astray = [each.placing for each in lost if not _same_again(each)]
    if astray:
        _place_anew(astray, offer, actor)


def affected(offer: Offer) -> int:
    """Families to whom something of the offer is promised."""
    return Hold.objects.filter(offer=offer, lost=None, placing__result=Result.INVITED).count()


def _no_longer_fits(offer: Offer, hold: Hold) -> bool:
    """Ready later than it was promised for, or with too few rooms."""
    rooms = needs.rooms_needed(hold.placing.needs)
    return offer.ready > hold.placing.round.day or (offer.kind == "dwelling" and (offer.rooms or 0) < rooms)


def _same_again(hold: Hold) -> bool:
    """Another of the same kind in the same place, ready by the same day, takes its place."""
    hold.lost = timezone.now()
    hold.save(update_fields=["lost"])
    placing = hold.placing
    units = publishing.wanted(placing.needs)
    wanted = next((key for key in units if key.startswith(hold.offer.kind)), "")
    offers = gathering.free_offers(str(placing.place_id), placing.round.day)
    made = publishing.take(placing, wanted, hold.number, [each for each in offers if each.pk != hold.offer_id])
    if made is None:
        return False
    Hold.objects.bulk_create(made)
    return True


def _place_anew(astray: list[Placing], offer: Offer, actor: str) -> None:
    now, rounds = timezone.now(), dict[int, Round]()
    for placing in {each.pk: each for each in astray}.values():
        Hold.objects.filter(placing=placing, lost=None).update(lost=now)
        placing.result = Result.LOST
        placing.save(update_fields=["result"])
        rounds[placing.round_id] = placing.round
        _warn(placing, offer)
    for found in rounds.values():
        _repair(found, offer, actor)


def _warn(placing: Placing, offer: Offer) -> None:
    account, place = placing.case.account, placing.place
    if account is not None and place is not None:
        facts = {"number": placing.case.number, "place": place.names}
        key = f"{placing.key}:lost:{offer.pk}"
        notify(account, "place_withdrawn", facts, about=placing.case.stream, key=key)


def _repair(found: Round, offer: Offer, actor: str) -> None:
    """A round of those who lost their places; one that is open already takes them in."""
    told = {"offer": str(offer.key), "families": found.placings.filter(result=Result.LOST).count()}
    append(found.stream, "places_withdrawn", told, actor=actor)
    again = Round.objects.select_for_update().filter(repairs=found, state__in=(State.COMPUTING, State.PROPOSED)).first()
    if again is None:
        again = Round.objects.create(
            procedure=found.procedure,
            kind=found.kind,
            year=found.year,
            territory_id=found.territory_id,
            day=found.day,
            repairs=found,
            opened_by="worker",
        )
        append(again.stream, "opened", {"repairs": found.pk, "territory": found.territory_id}, actor="worker")
    services.compute_again(again)
