"""Goal seek: the number found does what was asked, and where no number can, that is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from qonys.engines.projection.levers import Goal, Way, difference, outcome, seek, steer
from qonys.engines.vocabulary.scenario import Inflow, LabourInflow, Relocation, Scenario, SchoolBuilding
from tests.engines.levers.countries import FIRST, calm, country

YEAR = FIRST + 5
GOAL = Goal("working_age", "R-1", YEAR, FIRST, most=4000)


def scenario_of(goal: Goal, persons: float) -> Scenario:
    course = {goal.since: persons}
    if goal.way is Way.RELOCATION:
        return Scenario(relocation=(Relocation(origin=goal.origin, destination=goal.territory, persons=course),))
    if goal.way is Way.LABOUR:
        return Scenario(labour=(LabourInflow(persons=course, shares={goal.territory: 1.0}),))
    return Scenario(kandas=(Inflow(persons=course, shares={goal.territory: 1.0}),))


@pytest.mark.parametrize("way", list(Way))
def test_the_number_found_reaches_the_level(way: Way):
    baseline = calm(country(1, years=8))
    now = outcome(baseline, steer(baseline, None)).stocks["working_age"][5, 1, 0]
    goal = replace(GOAL, way=way, origin="R-0" if way is Way.RELOCATION else "", level=1.02 * now)
    answer = seek(baseline, None, goal)
    assert answer.possible and answer.helps and answer.persons is not None
    scenario = scenario_of(goal, float(answer.persons.quantiles[2]))
    reached = outcome(baseline, steer(baseline, scenario)).stocks["working_age"][5, 1, 0]
    assert_allclose(reached, 1.02 * now, rtol=2e-4)


def test_every_trajectory_has_its_own_answer():
    baseline = country(2, years=8, trajectories=30)
    answer = seek(baseline, None, replace(GOAL, level=32_000.0, most=20_000))
    assert answer.persons is not None
    low, middle, high = answer.persons.quantiles[[0, 2, 4]]
    assert low < middle < high


def test_a_goal_kept_every_year_needs_no_fewer_than_one_met_at_the_end():
    baseline = calm(country(1, years=8))
    now = outcome(baseline, steer(baseline, None)).stocks["working_age"][0, 1, 0]
    once, always = (
        seek(baseline, None, replace(GOAL, level=1.1 * now, every_year=every, most=20_000)) for every in (False, True)
    )
    assert once.persons is not None and always.persons is not None
    assert always.persons.mean >= once.persons.mean - 1


def test_nobody_is_needed_where_the_goal_is_met_anyway():
    answer = seek(country(1, years=8), None, replace(GOAL, level=1.0))
    assert (answer.met_without, answer.out_of_reach) == (1.0, 0.0)
    assert answer.persons is not None
    assert_allclose(answer.persons.quantiles, 0.0)


def test_what_cannot_be_reached_is_said():
    answer = seek(country(1, years=8), None, replace(GOAL, level=1e9))
    assert not answer.possible
    assert (answer.helps, answer.out_of_reach, answer.persons) == (True, 1.0, None)


def test_people_who_move_an_indicator_away_from_its_goal_have_a_highest_number():
    baseline = calm(country(1, years=8))
    schools = Scenario(schools=(SchoolBuilding(territory="R-1", seats_today=6000),))
    now = outcome(baseline, steer(baseline, schools)).stocks["school_seats_per_child"][5, 1, 0]
    goal = replace(GOAL, indicator="school_seats_per_child", level=0.98 * now)
    answer = seek(baseline, schools, goal)
    assert not answer.helps and answer.possible and answer.persons is not None
    combined = replace(schools, kandas=scenario_of(goal, float(answer.persons.quantiles[2])).kandas)
    reached = outcome(baseline, steer(baseline, combined)).stocks["school_seats_per_child"][5, 1, 0]
    assert_allclose(reached, 0.98 * now, rtol=2e-4)
    impossible = seek(baseline, schools, replace(goal, level=1.02 * now))
    assert not impossible.possible and not impossible.helps


def test_a_ceiling_is_sought_from_above():
    baseline = calm(country(1, years=8))
    now = outcome(baseline, steer(baseline, None)).stocks["old_age_dependency"][5, 1, 0]
    answer = seek(baseline, None, replace(GOAL, indicator="old_age_dependency", at_least=False, level=0.97 * now))
    assert answer.helps and answer.possible


@pytest.mark.parametrize(
    "wrong", [{"indicator": "births"}, {"since": YEAR}, {"most": 0.0}], ids=["a flow", "too late", "nobody"]
)
def test_a_goal_refuses_to_be_wrong(wrong: dict[str, object]):
    with pytest.raises(ValueError, match=r"got|goal"):
        replace(GOAL, **wrong)  # type: ignore[arg-type]


def test_a_difference_has_the_quantiles_of_the_difference():
    baseline = country(3, trajectories=101)
    one, other = outcome(baseline, steer(baseline, None)), outcome(baseline, steer(baseline, scenario_of(GOAL, 200)))
    found = difference(one, other, "population")
    each = (other.stocks["population"] - one.stocks["population"])[3, 1]
    assert_allclose(found.change.quantiles[3, 1, 2], np.median(each), rtol=1e-6)
    assert_allclose(found.change.quantiles[3, 1, 1], np.quantile(each, 0.1), rtol=1e-6)
    assert (found.raised[3, 1], found.lowered[3, 1]) == (1.0, 0.0)
    with pytest.raises(ValueError, match="share"):
        difference(one, outcome(baseline.until(FIRST + 2), steer(baseline.until(FIRST + 2), None)), "population")
