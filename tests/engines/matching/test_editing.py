"""What a commission does with a plan: locks, bans, what they cost, why a family stands where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from qonys.engines.matching import FREE, UNPLACED, Budget, Placement, solve
from qonys.engines.matching.editing import costs, edit
from qonys.engines.vocabulary.errors import OutOfRange, SumsDisagree
from tests.engines.matching.placements import invented

SHORT = Budget(seconds=0.2)


@pytest.fixture(scope="module")
def plan():
    return solve(invented(300, 8, seed=11), budget=SHORT)


def another_place(plan, family: int) -> int:
    gain = plan.problem.gain[family].copy()
    gain[plan.place[family]] = np.nan
    return int(np.nanargmax(gain))


def test_a_lock_is_kept_and_its_cost_is_the_difference_of_the_plans(plan) -> None:
    family = int(np.flatnonzero(plan.place >= 0)[0])
    place = another_place(plan, family)
    edited = edit(plan, {family: place}, budget=SHORT)
    assert edited.after.place[family] == place and family in edited.moved
    assert edited.after.problem.allows(edited.after.place)
    assert edited.cost == pytest.approx(plan.value - edited.after.value)
    assert edited.after.why(family).locked


def test_a_ban_and_leaving_out_are_kept_and_a_lock_can_be_undone(plan) -> None:
    first, second = np.flatnonzero(plan.place >= 0)[:2].tolist()
    edited = edit(plan, {second: UNPLACED}, [(first, int(plan.place[first]))], budget=SHORT)
    assert edited.after.place[first] != plan.place[first] and edited.after.place[second] == UNPLACED
    again = edit(edited.after, {second: FREE}, budget=SHORT).after
    assert not again.why(second).locked


def test_a_warm_plan_is_as_good_as_the_one_it_began_with(plan) -> None:
    again = edit(plan, {}, budget=SHORT)
    assert again.after.value >= plan.value * 0.995 and again.after.gap < 0.1


def test_the_cost_of_each_edit_alone(plan) -> None:
    family = int(np.flatnonzero(plan.place >= 0)[3])
    assert set(costs(plan, {family: UNPLACED}, budget=SHORT)) == {family}


def test_why_names_the_place_three_others_and_what_they_lack(plan) -> None:
    for family in range(40):
        why = plan.why(family)
        assert len(why.others) == 3
        for other in why.others:
            place = plan.problem.places.index(other.place)
            short = plan.problem.need[family] > plan.free[place] + 1e-9
            assert other.lacking == tuple(np.array(plan.problem.resources)[short])


def test_a_lock_beyond_capacity_or_where_nobody_may_be_is_refused_with_its_names() -> None:
    gain = np.array([[1.0, np.nan], [1.0, 1.0]])
    problem = Placement(gain, np.ones((2, 1)), np.ones((2, 1)), ("Akzhar", "Kyzylzhar"), ("dwelling",))
    with pytest.raises(SumsDisagree, match="family 1 is locked to Kyzylzhar, where it is not allowed"):
        problem.locked({0: 1})
    with pytest.raises(SumsDisagree, match="locked to Akzhar need more of 'dwelling'"):
        problem.locked({0: 0, 1: 0})
    with pytest.raises(OutOfRange, match="a place that does not exist"):
        problem.locked({0: 7})


def test_needs_that_are_not_numbers_are_refused_by_name() -> None:
    with pytest.raises(OutOfRange, match="need of 'resource 1' at family 2"):
        Placement(np.ones((2, 1)), np.array([[1.0], [-1.0]]), np.ones((1, 1)))
