"""What publishing a round brings about: units of the quota, offers that are held, words to every family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from qonys.office.casework.ledger import services as ledger
from qonys.office.casework.ledger.models import Reservation
from qonys.office.casework.ledger.services import Ask, Change, Request
from qonys.office.casework.ledger.states import LIVE
from qonys.office.casework.ledger.states import State as Unit
from qonys.office.casework.offers.models import Offer
from qonys.office.casework.placement import fairness, gathering, needs
from qonys.office.casework.placement.models import Hold, Placing, Round
from qonys.office.casework.placement.refusals import PlacementRefused
from qonys.office.casework.placement.states import Result
from qonys.office.foundation.notices.services import notify

FIRST_CLASS, SECOND_CLASS = 0, 1  # of the waiting list: families who lost a promised place go first


def carry_out(found: Round, actor: str) -> dict[str, Any]:
    """Everything in the caller's transaction; returns what the journal is told. Raises PlacementRefused."""
    placings = list(found.placings.select_related("case__account", "case__applicant", "place").order_by("pk"))
    if not placings:
        raise PlacementRefused(_("No family is in this round: there is nothing to publish."))
    _hold_offers(found, [each for each in placings if each.place_id])
    _reserve(found, placings, actor)
    found.fairness = fairness.report(placings)
    for each in placings:
        _tell(each)
    invited = sum(each.result == Result.INVITED for each in placings)
    return {"families": len(placings), "invited": invited, "hash": str(found.report.get("hash", ""))}


def hold(placing: Placing, offers: Iterable[Offer]) -> list[Hold] | None:
    """The smallest dwelling that is large enough, seats and a job; None if something is not there any more."""
    made = [take(placing, resource, number, offers) for resource, number in wanted(placing.needs).items()]
    return None if any(each is None for each in made) else [each for group in made if group for each in group]


def take(placing: Placing, resource: str, number: int, offers: Iterable[Offer]) -> list[Hold] | None:
    """From one offer or several; a dwelling is one."""
    made, left = list[Hold](), number
    for offer in offers:
        fits = resource in needs.resources_of(needs.Offered(offer.kind, offer.number, offer.rooms))
        take = min(left, gathering.free(offer)) if fits else 0
        if take:
            offer.held = getattr(offer, "held", 0) + take  # type: ignore[attr-defined]
            made.append(Hold(offer=offer, placing=placing, number=take))
            left -= take
        if not left:
            return made
    return None


def wanted(told: Mapping[str, int]) -> dict[str, int]:
    """Units by what is held: of the nested sizes of dwellings one dwelling is left."""
    rooms = needs.rooms_needed(dict(told))
    rest = {key: told[key] for key in (needs.SCHOOL, needs.KINDERGARTEN, needs.JOB) if told.get(key)}
    return {needs.dwelling(rooms): 1, **rest}


def _hold_offers(found: Round, placed: Iterable[Placing]) -> None:
    """Larger families first, so that a small one does not take the dwelling only a large one needs."""
    offers = dict[str, list[Offer]]()
    holds = list[Hold]()
    for placing in sorted(placed, key=lambda each: (-needs.rooms_needed(each.needs), each.pk)):
        place = str(placing.place_id)
        if place not in offers:
            offers[place] = gathering.free_offers(place, found.day)
        made = hold(placing, offers[place])
        if made is None:
            letter = _("What was counted on in %(place)s is no longer there. Compute the round anew.")
            raise PlacementRefused(letter % {"place": place})
        holds += made
    Hold.objects.bulk_create(holds)


def _reserve(found: Round, placings: list[Placing], actor: str) -> None:
    """What a family holds elsewhere is given back in the same go; who gets no place waits where it wished to go."""
    live = {each.case_id: each for each in Reservation.objects.filter(case__in=[p.case_id for p in placings],
                                                                    state__in=LIVE)}  # fmt: skip
    asks = {each.pk: _ask(found, each) for each in placings}
    kept = {each.pk for each in placings if _keeps(live.get(each.case_id), asks[each.pk])}
    given_back = [live[p.case_id].key for p in placings if p.case_id in live and p.pk not in kept]
    requests: list[Request] = [Change(key, Unit.RELEASED) for key in given_back]
    requests += [ask for pk, ask in asks.items() if ask and pk not in kept]
    outcomes = ledger.carry_out(requests, actor=actor)
    states = {o.reservation.key: o.reservation.state for o in outcomes if o.reservation}
    for each in placings:
        held = live[each.case_id] if each.pk in kept else None
        each.reserved = held.key if held else (each.key if each.key in states else "")
        got = (held.state if held else states.get(each.key)) == Unit.RESERVED
        if each.place_id and not got:
            raise PlacementRefused(_("The quota was used elsewhere meanwhile. Compute the round anew."))
        each.result = Result.INVITED if each.place_id else Result.WAITING
    Placing.objects.bulk_update(placings, ["result", "reserved"], batch_size=500)


def _keeps(live: Reservation | None, ask: Ask | None) -> bool:
    """It has what it would ask for: a family that is placed anew in its region keeps its units, and its turn."""
    return live is not None and ask is not None and (live.quota_id, live.units) == (ask.quota, ask.units)


def _ask(found: Round, placing: Placing) -> Ask | None:
    path = placing.place_id or next(iter(placing.wishes), "")
    quota = gathering.quota_for(path, found.kind, found.year) if path else None
    if quota is None or (not placing.place_id and quota.available >= placing.persons and not quota.waiting):
        return None  # the quota would take it: it is dwellings or seats that lack, and no unit is kept for that
    priority = FIRST_CLASS if found.repairs_id else SECOND_CLASS
    return Ask(placing.key, quota.pk, placing.persons, placing.case_id, priority)


def _tell(placing: Placing) -> None:
    account = placing.case.account
    if account is None:
        return
    template = "placed" if placing.result == Result.INVITED else "not_placed"
    facts: dict[str, object] = {"number": placing.case.number}
    if placing.place is not None:
        facts["place"] = placing.place.names
    notify(account, template, facts, about=placing.case.stream, key=f"{placing.key}:{template}")
