"""A round from the families that wait to their arrival, by the real engine: reasons, the cost of edits, publishing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import translation

from qonys.office.casework.ledger import checking
from qonys.office.casework.ledger.models import Reservation
from qonys.office.casework.offers import services as offers
from qonys.office.casework.offers.refusals import OfferRefused
from qonys.office.casework.placement import computing, gathering, needs, services, waiting
from qonys.office.casework.placement.models import Edit, Hold, Placing, Round
from qonys.office.casework.placement.refusals import PlacementRefused
from qonys.office.casework.placement.states import Result, State
from qonys.office.foundation.journal.selectors import newest
from qonys.office.foundation.journal.verification import verify
from qonys.office.foundation.notices.models import Notice
from tests.office.authority.people import places
from tests.office.cases.filing import KOSTANAY, PAVLODAR
from tests.office.ledger.places import balance
from tests.office.placement.settling import (
    NORTH,
    SOUTH,
    Commission,
    again,
    commission,
    computed,
    day,
    family,
    places_of,
    quotas,
    ready,
    settlement,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Iterator[Commission]:
    places("KZ/", KOSTANAY, PAVLODAR, NORTH, SOUTH)
    with translation.override("en"):
        yield commission()


def told(case: object, template: str) -> int:
    return Notice.objects.filter(about=case.stream, template=template).count()  # type: ignore[attr-defined]


def test_a_family_is_invited_to_what_is_ready_and_confirms_on_arrival(of: Commission) -> None:
    quota, case = quotas(), family(of, 8, 3)
    settlement(of, NORTH, 2)
    found = computed(of)
    assert found.state == State.PROPOSED and places_of(found) == {case.pk: NORTH}
    assert found.report["gap"] <= 1e-6
    with pytest.raises(PlacementRefused, match="member of the commission"):
        services.publish(found, by=of.secretary)
    services.publish(found, by=of.member)
    assert balance(quota)[1:3] == (96, 4) and told(case, "placed") == 1
    held = dict(Hold.objects.values_list("offer__kind", "number"))
    assert held == {"dwelling": 1, "school": 1, "kindergarten": 1, "job": 1}
    placing = Placing.objects.get()
    services.confirm(placing, "", by=case.account)
    assert balance(quota)[2:] == (0, 0, 4)
    assert [line.action for line in newest(found.stream, 9)] == ["confirmed", "published", "computed", "opened"]
    assert checking.check() == [] and verify().broken == ()


def test_what_is_not_ready_or_not_seen_does_not_exist(of: Commission) -> None:
    quotas(), family(of, 8)
    ready(of, "dwelling", 5, NORTH, rooms=3), ready(of, "job", 5, NORTH, occupation="x")
    ready(of, "school", 300, NORTH, ahead=90)  # in a round of thirty days there is no such school yet
    found = computed(of)
    (placing,) = found.placings.all()
    assert placing.place is None
    (other,) = placing.reasons["others"]
    assert other["lacking"] == ["school"] and other["until"] == day(90).isoformat()


def test_who_entered_an_offer_does_not_verify_it_and_a_change_asks_anew(of: Commission) -> None:
    offer = settlement(of, NORTH, 2)
    with pytest.raises(OfferRefused, match="no mandate to verify"):
        offers.verify(ready_unseen(of), "бар", by=of.akim)
    changed = offers.change(offer, offers.OfferTold("dwelling", 3, offer.ready, "x", rooms=3), by=of.akim)
    assert changed.verified is None


def ready_unseen(of: Commission) -> object:
    from_akim = offers.OfferTold("dwelling", 1, day(), "x", rooms=1)
    return offers.enter(from_akim, quotas(1).territory, by=of.akim)


def test_the_second_choice_is_explained_by_what_the_first_lacked(of: Commission) -> None:
    quotas()
    case = family(of, 8, 10)
    services.wish(case, [SOUTH, NORTH], by=case.account)
    settlement(of, NORTH, 1)
    settlement(of, SOUTH, 3, rooms=1)
    ready(of, "dwelling", 5, SOUTH, ahead=80, rooms=3)
    (placing,) = computed(of).placings.all()
    assert placing.place_id == NORTH and placing.reasons["rank"] == 2
    (first,) = (each for each in placing.reasons["others"] if each["place"] == SOUTH)
    assert (first["rank"], first["lacking"], first["until"]) == (1, ["dwelling3"], day(80).isoformat())


def test_edits_are_kept_with_their_cost_and_what_cannot_be_is_told(of: Commission) -> None:
    quotas()
    one, other = family(of, 8), family(of, 9)
    for case in (one, other):
        services.wish(case, [NORTH, SOUTH], by=case.account)
    settlement(of, NORTH, 1), settlement(of, SOUTH, 2)
    found = computed(of)
    before = places_of(found)
    up, down = sorted((one, other), key=lambda case: before[case.pk] != NORTH)
    assert (before[up.pk], before[down.pk]) == (NORTH, SOUTH)
    lock = services.edit(found.placings.get(case=down), "lock", NORTH, "Туыстары сонда", by=of.secretary)
    found = again(found)
    assert places_of(found) == {up.pk: SOUTH, down.pk: NORTH}
    lock.refresh_from_db()
    assert (lock.cost, lock.moved, lock.letter) == (0, 1, "")
    services.edit(found.placings.get(case=up), "leave", "", "Ауруханада", by=of.secretary)
    found = again(found)
    leave = Edit.objects.get(deed="leave")
    assert places_of(found)[up.pk] is None and float(leave.cost or 0) == found.report["without_edits"] - 130 > 0
    impossible = services.edit(found.placings.get(case=up), "lock", NORTH, "x", by=of.secretary)
    services.edit(found.placings.get(case=up), "forbid", NORTH, "x", by=of.secretary)
    again(found)
    impossible.refresh_from_db()
    services.undo(impossible, by=of.secretary)
    found = again(found)
    services.publish(found, by=of.member)
    assert found.placings.get(case=down).first_id == SOUTH  # what the machine had proposed is kept
    assert told(up, "placed") + told(up, "not_placed") == 1


def test_a_round_is_not_published_on_what_is_no_longer_there(of: Commission) -> None:
    quotas(), family(of, 8)
    dwellings = settlement(of, NORTH, 1)
    found = computed(of)
    offers.withdraw(dwellings, by=of.akim)
    with pytest.raises(PlacementRefused, match="no longer there"):
        services.publish(found, by=of.member)
    assert not Hold.objects.exists() and not Reservation.objects.exists()


def test_ten_dwellings_are_withdrawn_and_the_families_are_warned_and_placed_anew(of: Commission) -> None:
    quota = quotas()
    cases = [family(of, 8) for _each in range(3)]
    north, south = settlement(of, NORTH, 3), settlement(of, SOUTH, 1)
    for case in cases:
        services.wish(case, [NORTH, SOUTH], by=case.account)
    services.publish(computed(of), by=of.member)
    assert south.pk and Placing.objects.filter(place=NORTH, result=Result.INVITED).count() == 3
    offers.change(north, offers.OfferTold("dwelling", 1, north.ready, north.proof, rooms=3), by=of.akim)
    lost = Placing.objects.filter(result=Result.LOST)
    assert lost.count() == 2 and sum(told(placing.case, "place_withdrawn") for placing in lost) == 2
    repair = again(Round.objects.get(repairs__isnull=False))
    assert sorted(filter(None, places_of(repair).values())) == [SOUTH] and len(places_of(repair)) == 2
    services.publish(repair, by=of.member)
    assert balance(quota)[2] == 6 + 3  # who waits for a dwelling keeps the units that were promised
    assert checking.check() == []


def test_the_same_dwelling_in_the_same_place_takes_over_without_a_word(of: Commission) -> None:
    quotas(), family(of, 8)
    first = settlement(of, NORTH, 1)
    services.publish(computed(of), by=of.member)
    ready(of, "dwelling", 1, NORTH, rooms=4)
    offers.withdraw(first, by=of.akim)
    assert Placing.objects.get().result == Result.INVITED
    assert Hold.objects.filter(offer__kind="dwelling", lost=None).get().offer_id != first.pk


def test_a_dwelling_that_is_ready_later_is_a_promise_broken_and_a_corrected_paper_is_none(of: Commission) -> None:
    quotas(), family(of, 8)
    dwellings = settlement(of, NORTH, 1)
    services.publish(computed(of), by=of.member)
    told_again = offers.OfferTold("dwelling", 1, dwellings.ready, "№ 8, not № 7", rooms=3)
    offers.change(dwellings, told_again, by=of.akim)
    assert Placing.objects.get().result == Result.INVITED
    offers.change(dwellings, replace(told_again, ready=day(200)), by=of.akim)
    assert Placing.objects.get().result == Result.LOST


def test_capacity_is_never_exceeded_and_every_family_stands_once(of: Commission) -> None:
    quotas(11)
    for children in ((8,), (3, 4), (), (9, 10, 11), (2,)):
        family(of, *children)
    settlement(of, NORTH, 2, seats=2), settlement(of, SOUTH, 2, rooms=2, seats=2)
    found = computed(of)
    services.publish(found, by=of.member)
    for offer in {hold.offer for hold in Hold.objects.select_related("offer")}:
        assert sum(hold.number for hold in offer.holds.all()) <= offer.number
    invited = Placing.objects.filter(result=Result.INVITED)
    assert sum(each.persons for each in invited) <= 11 and found.placings.count() == 5


def test_two_rounds_do_not_run_at_once_and_a_dropped_one_holds_nothing(of: Commission) -> None:
    quotas(), family(of)
    found = computed(of)
    with pytest.raises(PlacementRefused, match="open there already"):
        computed(of)
    services.drop(found, by=of.secretary)
    assert computed(of).state == State.PROPOSED


def test_an_edit_that_comes_while_a_round_is_computed_is_computed_after_it(
    of: Commission, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotas(), family(of, 8), settlement(of, NORTH, 1)
    found = computed(of)
    propose = computing.engine.propose
    services.compute_again(found)

    def slow(*told: object) -> object:
        made = propose(*told)  # type: ignore[arg-type]
        if not Edit.objects.exists():
            services.edit(found.placings.get(), "leave", "", "Кеш", by=of.secretary)
        return made

    monkeypatch.setattr(computing.engine, "propose", slow)
    assert again(found).state == State.COMPUTING
    assert waiting.ask({}, lambda share, stage: None) == "asked"
    found = again(found)
    assert found.state == State.PROPOSED and found.placings.get().place is None
    assert waiting.ask({}, lambda share, stage: None) == "nothing waits"


def test_needs_and_shares() -> None:
    assert needs.of_family((36, 35, 8, 3), False) == {
        "dwelling1": 1, "dwelling2": 1, "dwelling3": 1, "school": 1, "kindergarten": 1, "job": 1, "quota": 4
    }  # fmt: skip
    assert gathering.shared(10, [1, 1, 1]) == [4, 3, 3] and gathering.shared(5, [0, 0]) == [0, 0]
