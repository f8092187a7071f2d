"""Kin, wishes, floors, dates, building, and families that come week by week."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from qonys.engines.matching import Budget, Placement, simple, solve
from qonys.engines.matching.building import bottlenecks, build
from qonys.engines.matching.online import Desk, first_come
from qonys.engines.matching.ready import Offer, capacity_on, lacking_until
from qonys.engines.matching.shaping import Floor, fair, together, wished
from qonys.engines.vocabulary.errors import SumsDisagree
from tests.engines.matching.placements import invented

SHORT = Budget(seconds=0.3)


def test_kin_go_to_one_place_or_stay_together() -> None:
    problem = invented(60, 5, seed=2)
    joined = together(problem, [(0, 7, 9), (3, 4)])
    plan = solve(joined.problem, budget=SHORT)
    place = joined.apart(plan.place)
    assert len({int(place[i]) for i in (0, 7, 9)}) == 1 and place[3] == place[4]
    assert problem.allows(place) and problem.value(place) == pytest.approx(plan.value)


def test_nobody_belongs_to_two_kins() -> None:
    with pytest.raises(SumsDisagree, match="two kins"):
        together(invented(5, 2, seed=1), [(0, 1), (1, 2)])


def test_a_wish_counts_but_opens_no_place() -> None:
    gain = np.array([[1.0, 0.9, np.nan]])
    problem = Placement(gain, np.ones((1, 1)), np.ones((3, 1)))
    assert solve(wished(problem, np.array([[2, 1]], dtype=np.int32), 0.5), budget=SHORT).place.tolist() == [1]


def test_a_floor_is_reached_and_its_price_shown() -> None:
    problem = invented(200, 6, seed=5)
    free = solve(problem, budget=SHORT)
    last = np.arange(200) >= 150
    floor = Floor("the last fifty", last, np.ones(6, dtype=bool), 0)
    least = min(floor.reached(free.place) + 5, 45)
    answer = fair(problem, [Floor(floor.name, last, floor.places, least)], budget=SHORT)
    assert answer.met and answer.reached[0] >= least and problem.allows(answer.plan.place)
    assert answer.value <= answer.bound and answer.price_of_fairness == pytest.approx(free.value - answer.value)


def test_a_capacity_does_not_exist_before_its_day() -> None:
    offers = [
        Offer("Akzhar", "dwelling_3", 4, date(2026, 3, 1), until=date(2026, 8, 1)),
        Offer("Akzhar", "dwelling_3", 2, date(2026, 9, 1)),
    ]
    names = (["Akzhar"], ["dwelling_3"])
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 8, 1), date(2026, 9, 1))
    assert [capacity_on(day, offers, *names)[0, 0] for day in days] == [0, 4, 0, 2]
    assert lacking_until(date(2026, 8, 5), offers, "Akzhar", "dwelling_3", 1) == date(2026, 9, 1)
    assert lacking_until(date(2026, 3, 5), offers, "Akzhar", "dwelling_3", 1) == date(2026, 3, 5)
    assert lacking_until(date(2026, 8, 5), offers, "Akzhar", "dwelling_3", 3) is None


def test_what_to_build_first_is_promised_by_prices_and_checked_by_solving_again() -> None:
    plan = solve(invented(400, 5, seed=8), budget=SHORT)
    found = bottlenecks(plan, most=3, budget=SHORT)
    assert len(found) == 3 and found[0].gained >= found[-1].gained
    for each in found:
        assert 0 <= each.gained <= each.predicted + (plan.bound - plan.value) + 1e-9
    assert build(plan, 0, 0, 0.0, budget=SHORT).predicted == 0


def test_a_desk_that_looks_ahead_beats_first_come_and_never_oversells() -> None:
    past, year = invented(2_000, 6, seed=20), invented(2_000, 6, seed=21)
    parts = np.array_split(np.arange(2_000), 10)
    desk, value, free = Desk.open(year.capacity, past.gain, past.need, 2_000), 0.0, year.capacity
    for rows in parts:
        desk, place = desk.next(year.gain[rows], year.need[rows])
        here = np.flatnonzero(place >= 0)
        value += float(year.gain[rows][here, place[here]].sum())
        free = free - Placement(year.gain[rows], year.need[rows], year.capacity).used(place)
    assert (free >= -1e-9).all() and np.allclose(free, desk.free) and desk.expected == 0
    without = first_come(year.capacity, [(year.gain[rows], year.need[rows]) for rows in parts])
    assert (np.concatenate(without) == simple.in_order(year)).all()
    bound = solve(year, budget=SHORT).bound
    assert value > year.value(np.concatenate(without)) and value > 0.95 * bound
