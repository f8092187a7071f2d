"""Laws of every plan: capacities hold, one place a family, bound above, greedy below, reasons add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from qonys.engines.matching import UNPLACED, Budget, Placement, simple, solve
from qonys.engines.matching.reference import best
from tests.engines.matching.placements import invented, placements

QUICK = settings(max_examples=40, deadline=None)
SHORT = Budget(seconds=0.02)


@QUICK
@given(placements())
def test_no_capacity_is_exceeded_and_a_family_stands_in_one_place_it_may_stand_in(given_one: Placement) -> None:
    plan = solve(given_one, budget=SHORT)
    assert given_one.allows(plan.place)
    assert plan.place.shape == (given_one.shape[0],) and (plan.place >= UNPLACED).all()


@QUICK
@given(placements(families=5))
def test_the_bound_is_above_the_best_of_all_plans_and_the_plan_below_it(given_one: Placement) -> None:
    plan = solve(given_one, budget=SHORT)
    most, _ = best(given_one)
    assert plan.value <= most + 1e-9 <= plan.bound + 2e-9


@QUICK
@given(placements())
def test_never_worse_than_the_largest_gain_first(given_one: Placement) -> None:
    assert solve(given_one, budget=SHORT).value >= given_one.value(simple.by_gain(given_one)) - 1e-12


@QUICK
@given(placements())
def test_what_a_family_pays_and_its_surplus_are_its_gain_and_all_gains_the_value(given_one: Placement) -> None:
    plan = solve(given_one, budget=SHORT)
    chosen = [plan.why(i).chosen for i in range(given_one.shape[0])]
    parts = [sum(each.total for each in choice.paid) + choice.surplus for choice in chosen if choice]
    assert sum(parts) == pytest.approx(plan.value, abs=1e-9)


def test_the_same_placement_and_seed_give_the_same_plan_to_the_byte() -> None:
    problem = invented(400, 12, seed=3)
    first, second = (solve(problem, seed=5, budget=Budget(0.3)) for _ in range(2))
    assert first.hash == second.hash and first.bound == second.bound and (first.price == second.price).all()


def test_families_in_another_order_change_no_sum_beyond_the_search() -> None:
    problem = invented(400, 12, seed=4)
    order = np.random.default_rng(1).permutation(400)
    other = replace(problem, gain=problem.gain[order], need=problem.need[order], fixed=problem.fixed[order])
    here, there = solve(problem, budget=Budget(0.3)), solve(other, budget=Budget(0.3))
    assert there.value <= here.bound and here.value <= there.bound
    assert here.value == pytest.approx(there.value, rel=0.02)
