"""Places that are asked for, given, frozen, let go and moved by order."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from qonys.office.casework.ledger import checking, orders, published, selectors, services
from qonys.office.casework.ledger.models import Entry, Quota, Reservation
from qonys.office.casework.ledger.orders import Places
from qonys.office.casework.ledger.refusals import KeyTaken, LedgerRefused, NotEnough, SecondOfficer, WrongStep
from qonys.office.casework.ledger.services import Ask, Change
from qonys.office.casework.ledger.states import NEXT, State
from qonys.office.foundation.journal.selectors import newest
from qonys.office.foundation.journal.verification import verify
from tests.office.authority.people import mandate, officer, places
from tests.office.cases.filing import opened as case_opened
from tests.office.ledger.places import KOSTANAY, PAVLODAR, balance, document, moved, named, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country(request: pytest.FixtureRequest) -> None:
    places("KZ/", KOSTANAY, PAVLODAR)


def asked(quota: Quota, key: str, units: int, **more: object) -> str:
    return str(services.reserve(Ask(key, quota.pk, units, **more), actor="test").state)  # type: ignore[arg-type]


def states() -> dict[str, str]:
    return dict(Reservation.objects.values_list("key", "state"))


def test_a_place_from_the_order_to_the_family_that_uses_it() -> None:
    quota, case = opened(10), case_opened("resettlement")
    assert asked(quota, "one", 4, case=case.pk) == "reserved"
    services.use("one", actor="test")
    assert balance(quota) == (10, 6, 0, 0, 4)
    lines = selectors.statement(quota)
    assert [(each.act, each.units) for each in lines] == [("used", 4), ("reserved", 4), ("opened", 10)]
    held = selectors.of_case(case.pk)
    assert held is not None and held.state == State.USED
    assert selectors.trace(quota).held == {held.pk: {lines[-1].order_id: 4}}
    assert checking.check() == []


def test_the_last_places_are_not_given_twice_and_who_comes_late_waits() -> None:
    quota = opened(5)
    assert [asked(quota, key, 3) for key in ("a", "b", "c")] == ["reserved", "waiting", "waiting"]
    assert asked(quota, "small", 1) == "waiting"  # it would fit, but others came before
    services.release("a", actor="test")
    assert states() == {"a": "released", "b": "reserved", "c": "waiting", "small": "waiting"}
    services.release("c", actor="test")  # gives up waiting: the next are served
    assert states()["small"] == "reserved"


def test_a_class_goes_before_another_and_in_it_the_first_come() -> None:
    quota = opened(1)
    asked(quota, "held", 1)
    for key, priority in (("late", 2), ("first", 1), ("second", 1), ("urgent", 0)):
        asked(quota, key, 1, priority=priority)
    served = []
    for key in ("held", "urgent", "first", "second"):
        services.release(key, actor="test")
        served.append(next(k for k, state in states().items() if state == "reserved"))
    assert served == ["urgent", "first", "second", "late"]


def test_the_same_key_is_the_same_place_and_never_another() -> None:
    quota = opened(5)
    assert asked(quota, "a", 2) == asked(quota, "a", 2) == "reserved"
    with pytest.raises(KeyTaken):
        asked(quota, "a", 3)
    services.use("a", actor="test")
    services.use("a", actor="test")
    assert balance(quota) == (5, 3, 0, 0, 2)
    assert Counter(Entry.objects.values_list("act", flat=True)) == {"opened": 1, "reserved": 1, "used": 1}


def test_an_appeal_stops_the_clock_and_nobody_else_gets_the_place() -> None:
    quota, soon = opened(2), timezone.now() + timedelta(days=3)
    asked(quota, "a", 2, until=soon)
    asked(quota, "b", 2)
    services.freeze("a", actor="test")
    assert services.expire(soon + timedelta(days=90)) == 0
    again = services.unfreeze("a", actor="test")
    assert again.expires is not None and abs(again.expires - soon) < timedelta(minutes=1)
    assert services.expire(soon + timedelta(days=90)) == 1
    assert states() == {"a": "expired", "b": "reserved"}


def test_nobody_is_put_before_others() -> None:
    quota = opened(1)
    asked(quota, "a", 1), asked(quota, "b", 1)
    with pytest.raises(WrongStep, match="first come first"):
        services.unfreeze("b", actor="test")


def test_a_step_the_table_does_not_know_is_refused_and_harms_no_other_request() -> None:
    quota = opened(5)
    asked(quota, "a", 1)
    services.release("a", actor="test")
    outcomes = services.carry_out([Change("a", State.USED), Ask("b", quota.pk, 2), Change("?", State.USED)], actor="t")
    assert [outcome.refusal is None for outcome in outcomes] == [False, True, False]
    assert "cannot become" in str(outcomes[0].refusal) and states()["b"] == "reserved"
    assert NEXT[State.RELEASED] == {} == NEXT[State.EXPIRED]


def test_a_family_that_gives_one_place_back_takes_another_in_one_go() -> None:
    here, there, case = opened(5), opened(5, PAVLODAR), case_opened("resettlement")
    asked(here, "a", 3, case=case.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(there, "b", 3, case=case.pk)
    services.carry_out([Change("a", State.RELEASED), Ask("b", there.pk, 3, case.pk)], actor="test")
    assert (balance(here)[1], balance(there)[1]) == (5, 2)


def test_places_move_between_regions_kinds_and_years_and_none_is_made() -> None:
    opened(10), opened(4, PAVLODAR), opened(6, kind="kandas")
    moved("recut", {named(): -3, named(PAVLODAR): 3})
    moved("swap", {named(kind="kandas"): -6, named(): 6})
    moved("carry", {named(): -5, named(year=2027): 5})
    assert {str(q): q.available for q in Quota.objects.all() if q.available} == {
        "resettlers 2027 KZ/KZ-39/": 5, "resettlers 2026 KZ/KZ-39/": 8, "resettlers 2026 KZ/KZ-55/": 7
    }  # fmt: skip
    for kind, lines in (("recut", {named(): -3, named(PAVLODAR): 2}), ("recut", {named(): -1, named(year=2027): 1})):
        with pytest.raises(LedgerRefused):
            moved(kind, lines)
    with pytest.raises(NotEnough, match="8 are free"):
        moved("recut", {named(): -9, named(PAVLODAR): 9})
    assert checking.check() == []


def test_an_order_serves_those_who_wait_for_what_it_brings() -> None:
    quota = opened(1)
    asked(quota, "a", 1), asked(quota, "b", 2), asked(quota, "c", 2)
    order = orders.propose("open", document(), {named(): 3})
    (effect,) = orders.foresee(order.lines.select_related("quota"))
    assert (effect.promoted, effect.available) == (1, 1)
    orders.confirm(order)
    assert states() == {"a": "reserved", "b": "reserved", "c": "waiting"}
    assert balance(quota)[:2] == (4, 1)


def test_four_eyes_carry_an_order_out_within_their_reach() -> None:
    opened(5), opened(5, PAVLODAR)
    one, other, elsewhere = officer(), officer(), officer()
    for each in (one, other):
        mandate(each, "migration_officer", "KZ/")
    mandate(elsewhere, "migration_officer", PAVLODAR)
    lines = {named(): -2, named(PAVLODAR): 2}
    with pytest.raises(LedgerRefused, match="every territory"):
        orders.propose("recut", document(), lines, by=elsewhere)
    order = orders.propose("recut", document(), lines, by=one)
    with pytest.raises(SecondOfficer):
        orders.confirm(order, by=one)
    with pytest.raises(LedgerRefused):
        orders.confirm(order, by=elsewhere)
    orders.confirm(order, by=other)
    with pytest.raises(WrongStep):
        orders.confirm(order, by=other)
    assert [line.action for line in newest(order.stream, 9)] == ["carried_out", "proposed"]
    assert verify().broken == ()


def test_a_number_of_an_order_is_used_once_and_a_dropped_one_again() -> None:
    told = document()
    order = orders.propose("open", told, {named(): 3})
    with pytest.raises(KeyTaken):
        orders.propose("open", told, {named(): 3})
    orders.drop(order)
    orders.carry("open", told, {named(): 3})
    assert orders.quota_of(named()).granted == 3


def test_the_balance_of_a_day_is_what_the_entries_say() -> None:
    quota, today = opened(7), timezone.localdate()
    asked(quota, "a", 2)
    assert selectors.balance_on(quota, today) == selectors.Balance(7, 5, 2, 0, 0)
    assert selectors.balance_on(quota, today - timedelta(days=1)) == selectors.Balance()


def test_the_database_itself_refuses_to_oversell_and_to_rewrite() -> None:
    quota = opened(3)
    for wrong in ({"available": 4}, {"available": 0, "reserved": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Quota.objects.filter(pk=quota.pk).update(**wrong)
    for attempt in (lambda: Entry.objects.update(units=9), lambda: Entry.objects.all().delete()):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            attempt()


def test_a_balance_that_was_tampered_with_is_found() -> None:
    quota = opened(3)
    asked(quota, "a", 2)
    Quota.objects.filter(pk=quota.pk).update(available=2, reserved=1)
    assert {each.what for each in checking.check()} == {
        "balance of available", "balance of reserved", "units reserved by reservations"
    }  # fmt: skip


def test_published_quotas_are_opened_to_the_last_place() -> None:
    lines, source = published.lines("kz", 2026, ["kandas", "resettlers"])
    assert sum(lines.values()) == 2281 + 5997 and "2025-12-30" in source  # mgorod.kz, as in quotas.yaml
    assert lines[Places(2026, "kandas", PAVLODAR)] == 977
    national, _source = published.lines("kz", 2026, ["category_1"])
    assert national == {Places(2026, "category_1", "KZ/"): 726}


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_get_what_is_there_and_not_one_more() -> None:
    quota = opened(10)

    def ask(name: int) -> None:
        for number in range(4):
            asked(quota, f"{name}/{number}", 1)
        connection.close()

    # SQLite's tables in memory are shared by all threads of a test; its processes are besieged by `make soak-ledger`.
    with ThreadPoolExecutor(8 if connection.vendor == "postgresql" else 1) as pool:
        list(pool.map(ask, range(8)))
    assert balance(quota) == (10, 0, 10, 0, 0) and quota.waiting == 22
    arrivals = Reservation.objects.filter(state="reserved").values_list("arrival", flat=True)
    assert sorted(arrivals) == list(range(1, 11))
    assert checking.check() == []


def test_a_day_outside_time_is_refused() -> None:
    with pytest.raises(LedgerRefused):
        orders.propose("open", orders.Document("1", date(2025, 1, 1), "x"), {Places(1999, "kandas", KOSTANAY): 1})
