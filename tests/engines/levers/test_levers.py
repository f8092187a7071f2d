"""Each lever does what its entry in the document says, in numbers a reader can work out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from qonys.engines.projection.indicators import stock_indicators
from qonys.engines.projection.levers import Baseline, Outcome, outcome, steer, strengths_of
from qonys.engines.projection.levers.ages import KANDAS, RESETTLERS, WORKERS, by_sex_and_age, older
from qonys.engines.projection.levers.courses import value_in
from qonys.engines.projection.levers.programmes import labour, relocation
from qonys.engines.projection.trajectories import project
from qonys.engines.vocabulary.scenario import (
    ActiveAgeing,
    EmigrationChange,
    Event,
    FamilyPolicy,
    FertilityPath,
    GrowthPoint,
    Housing,
    Inflow,
    LabourInflow,
    MortalityPath,
    Relocation,
    Scenario,
    SchoolBuilding,
    WageChange,
)
from tests.engines.levers.countries import BANDS, FIRST, calm, country, every_lever, settled, sure


def run(baseline: Baseline, scenario: Scenario | None = None) -> Outcome:
    return outcome(baseline, steer(baseline, scenario))


def change(baseline: Baseline, scenario: Scenario, name: str) -> np.ndarray:
    """(years, R + 1, J)"""
    return run(baseline, scenario).of(name)[1] - run(baseline).of(name)[1]


def test_a_course_begins_bends_and_lasts():
    years = np.arange(2026, 2034)
    assert_allclose(value_in({2028: 10, 2030: 20}, years), [0, 0, 10, 15, 20, 20, 20, 20])
    assert_allclose(value_in({2029: 5, 2030: 0}, years), [0, 0, 0, 5, 0, 0, 0, 0])
    assert_allclose(value_in({}, years, before=3.0), np.full(8, 3.0))


def test_fertility_reaches_its_target_and_stays_random_around_it():
    lever = Scenario(fertility=FertilityPath(total_fertility={FIRST + 2: 3.0}))
    reached = run(calm(country(1)), lever).flows["total_fertility"][:, -1, 0]
    usual = run(calm(country(1))).flows["total_fertility"][:, -1, 0]
    assert_array_equal(reached[:2], usual[:2])
    assert_allclose(reached[2:], 3.0, rtol=1e-12)
    chance = run(country(1), lever).flows["total_fertility"][3, -1]
    assert_allclose(chance, 3.0 * country(1).paths.national.fertility[3], rtol=1e-12)


def test_years_of_life_are_added_in_every_trajectory():
    added = change(country(2), Scenario(mortality=MortalityPath(years_of_life={FIRST: 2.0})), "life_expectancy_female")
    assert_allclose(added[:, -1], 2.0, atol=0.03)  # the index is read off a grid


def test_emigration_can_be_closed():
    closed = run(country(3), Scenario(emigration=EmigrationChange(change_percent={FIRST + 1: -100})))
    assert (closed.flows["emigration"][0] > 0).all()
    assert_array_equal(closed.flows["emigration"][1:], 0.0)


def test_family_support_multiplies_births_by_its_elasticity():
    lever = Scenario(family_policy=(FamilyPolicy(support_percent={FIRST: 50}, elasticity=sure(0.2)),))
    before, after = run(country(4)).flows["births"], run(country(4), lever).flows["births"]
    assert_allclose(after[0] / before[0], 1.5**0.2, rtol=1e-12)


def test_family_support_in_one_territory_takes_no_birth_from_the_others():
    lever = Scenario(
        family_policy=(FamilyPolicy(support_percent={FIRST: 50}, territories=("R-1",), elasticity=sure(0.2)),)
    )
    before, after = run(country(4)).flows["births"][0], run(country(4), lever).flows["births"][0]
    assert_allclose(after[1] / before[1], 1.5**0.2, rtol=1e-12)
    assert_array_equal(after[[0, 2]], before[[0, 2]])
    assert_allclose(after[:-1].sum(axis=0), after[-1], rtol=1e-12)
    fertility = [run(country(4), each).flows["total_fertility"][0] for each in (None, lever)]
    assert_allclose(fertility[1][1] / fertility[0][1], 1.5**0.2, rtol=1e-12)
    assert_allclose(fertility[1][-1] / fertility[0][-1], after[-1] / before[-1], rtol=1e-12)


def test_invited_persons_come_as_many_as_invited_with_the_ages_given():
    lever = Scenario(
        kandas=(
            Inflow(
                persons={FIRST: 100},
                shares={"R-0": 0.25, "R-2": 0.75},
                ages={"20-29": 1.0},
                men=1.0,
                uptake=sure(0.9),
            ),
        )
    )
    added = change(country(5), lever, "immigration")
    assert_allclose(added[..., 0], [[22.5, 0, 67.5, 90]] * 6, atol=1e-9)
    first = change(country(5), lever, "population_male")[1]
    assert_allclose(first[-1], 90, atol=1e-9)


def test_inflow_without_shares_settles_as_immigrants_do():
    lever = Scenario(kandas=(Inflow(persons={FIRST: 100}, uptake=sure(1.0)),))
    added = change(country(5), lever, "immigration")[0, :-1, 0]
    here = run(calm(country(5))).flows["immigration"][0, :-1, 0]
    assert_allclose(added, 100 * here / here.sum(), rtol=1e-6)


def test_workers_leave_after_their_stay_but_for_those_who_settle():
    lever = Scenario(
        labour=(
            LabourInflow(persons={FIRST: 10, FIRST + 1: 0}, shares={"R-1": 1.0}, stay=3, settling=0.4, uptake=sure(1)),
        )
    )
    assert_allclose(change(country(6), lever, "immigration")[:, 1], np.eye(6)[0][:, None] * 10 * np.ones(5), atol=1e-9)
    assert_allclose(change(country(6), lever, "emigration")[3, -1], 6.0, atol=1e-9)


def test_resettlers_arrive_and_some_return():
    """1,000 places, all taken; one in ten goes back after a year, half as many after two, nobody later."""
    lever = Scenario(
        relocation=(
            Relocation(
                origin="R-0",
                destination="R-1",
                persons={FIRST: 100},
                retention=(0.9, 0.85, 0.85, 0.85, 0.85),
                uptake=sure(1.0),
                leaving=sure(1.0),
            ),
        )
    )
    baseline = settled(country(7))
    arrivals = change(baseline, lever, "internal_arrivals")
    departures = change(baseline, lever, "internal_departures")
    assert_allclose(arrivals[:, 1, 0], [100] * 6, rtol=1e-9)
    assert_allclose(arrivals[:, 0, 0], [0, 10, 15, 15, 15, 15], rtol=1e-9, atol=1e-9)
    assert_allclose(departures[:, 0], arrivals[:, 1], rtol=1e-9)
    assert_allclose(departures[:, 1], arrivals[:, 0], rtol=1e-9, atol=1e-9)


def test_who_returns_or_leaves_is_as_many_years_older():
    resettler = Relocation(origin="R-0", destination="R-1", persons={FIRST: 100}, ages={"30": 1.0})
    moves = relocation(resettler, country(7)).moves
    assert [int(move.ages[0].argmax()) for move in moves] == [30, 31, 32, 33, 34, 35]
    worker = LabourInflow(persons={FIRST: 100}, ages={"30": 1.0}, shares={"R-0": 1.0}, stay=4)
    assert [int(move.ages[0].argmax()) for move in labour(worker, country(7)).moves] == [30, 34]


def test_families_are_persons():
    by_family = Relocation(origin="R-0", destination="R-1", families={FIRST: 10}, family_size=5)
    by_person = Relocation(origin="R-0", destination="R-1", persons={FIRST: 50})
    one, other = run(country(7), Scenario(relocation=(by_family,))), run(country(7), Scenario(relocation=(by_person,)))
    assert_array_equal(one.stocks["population"], other.stocks["population"])


@pytest.mark.parametrize(
    ("kind", "lever", "entry", "built_for"),
    [
        ("housing", Housing, "places", slice(None)),
        ("schools", SchoolBuilding, "seats", slice(6, 18)),
        ("growth_points", GrowthPoint, "jobs", slice(16, 63)),
    ],
)
def test_what_is_built_draws_arrivals_by_its_elasticity(kind: str, lever: type, entry: str, built_for: slice):
    """Built as much again as there are people to use it, at an elasticity of a half: arrivals grow by a root of two."""
    baseline = country(8)
    people = float(baseline.people[1][:, built_for].sum())
    doubled = lever(territory="R-1", **{entry: {FIRST: people}}, elasticity=sure(0.5))
    before = run(baseline).flows["internal_arrivals"]
    after = run(baseline, Scenario(**{kind: (doubled,)})).flows["internal_arrivals"]
    assert_allclose(after[0, 1] / before[0, 1], np.sqrt(2), rtol=1e-6)
    assert_allclose(after[0, [0, 2]], before[0, [0, 2]], rtol=1e-6)


def test_higher_wages_draw_and_hold():
    lever = Scenario(wages=(WageChange(territory="R-1", percent={FIRST: 21}, elasticity=sure(0.5)),))
    before, after = run(country(8)), run(country(8), lever)
    for name, factor in (("internal_arrivals", 1.1), ("internal_departures", 1 / 1.1)):
        assert_allclose(after.flows[name][0, 1] / before.flows[name][0, 1], factor, rtol=1e-6)


def test_pension_age_moves_the_border_and_half_of_those_between_work_on():
    lever = ActiveAgeing(pension_age={FIRST: 64.5}, active_percent={FIRST: 10}, response=sure(0.5))
    baseline = country(9)
    found = run(baseline, Scenario(active_ageing=lever))
    people = baseline.start.sum(axis=2)  # (J, R, A+1)
    between = people[..., 63] + people[..., 64] / 2
    working = people[..., 16:63].sum(axis=-1)
    assert_allclose(found.stocks["working_age"][0, :-1].T, working + between, rtol=1e-12)
    assert_allclose(found.stocks["pension_age"][0, :-1].T, people[..., 63:].sum(axis=-1) - between, rtol=1e-12)
    past = people[..., 64] / 2 + people[..., 65:75].sum(axis=-1)
    assert_allclose(found.stocks["potential_workforce"][0, :-1].T, working + 0.5 * between + 0.1 * past, rtol=1e-12)
    bands = steer(baseline, Scenario(active_ageing=lever)).bands(FIRST)
    assert (str(bands.working), str(bands.pension)) == ("16-64", "65+")
    assert_array_equal(run(baseline).stocks["population"], found.stocks["population"])


def test_without_a_lever_the_workforce_is_the_working_age():
    found = run(country(9))
    assert_array_equal(found.stocks["potential_workforce"], found.stocks["working_age"])
    assert_allclose(found.stocks["effective_dependency"], found.stocks["total_dependency"], rtol=1e-12)


def test_school_seats_are_those_of_today_and_those_built():
    lever = SchoolBuilding(territory="R-1", seats_today=500, seats={FIRST + 1: 0, FIRST + 2: 100})
    found = run(country(9), Scenario(schools=(lever,)))
    children = found.stocks["school_age"][:, 1]
    seats = np.array([500, 500, 600, 600, 600, 600, 600])
    assert_allclose(found.stocks["school_seats_per_child"][:, 1], seats[:, None] / children, rtol=1e-12)
    assert np.isnan(found.stocks["school_seats_per_child"][:, [0, 2, 3]]).all()


def test_indicators_are_those_of_every_forecast():
    baseline = country(10, trajectories=40)
    found = run(baseline, every_lever(0.0))
    for place, year in enumerate(project(baseline.start, baseline.rates, baseline.pattern, baseline.paths)):
        people = year.population.transpose(1, 2, 3, 0)
        for territory, here in enumerate([*people, people.sum(axis=0)]):
            for name, values in stock_indicators(here, BANDS).items():
                if name in found.stocks:
                    assert_allclose(found.stocks[name][place, territory], values, rtol=1e-12)


def test_ages_of_a_programme_are_a_whole():
    for groups in (KANDAS, RESETTLERS, WORKERS):
        shares = by_sex_and_age(groups, 0.6, 101)
        assert_allclose(shares.sum(), 1.0)
        assert_allclose(shares[0].sum(), 0.6)
        assert_allclose(older(shares, 7).sum(), 1.0)
    assert_allclose(by_sex_and_age(KANDAS, 0.5, 101)[:, :16].sum(), 0.34)
    assert_allclose(older(by_sex_and_age({"20": 1.0}, 0.5, 101), 3)[:, 23].sum(), 1.0)


class TestEvents:
    def factors(self, baseline: Baseline, **entries: object) -> np.ndarray:
        """By how much emigrants of each year and trajectory are multiplied (T, J)."""
        event = Event(name="crisis", emigration_percent=100, size=sure(1.0), **entries)  # type: ignore[arg-type]
        steered = steer(baseline, Scenario(events=(event,)))
        return steered.paths.national.emigrants / baseline.paths.national.emigrants

    def test_what_cannot_happen_changes_nothing_and_what_must_happens_every_year(self):
        assert_array_equal(self.factors(country(1), frequency=0.0), 1.0)
        assert_allclose(self.factors(country(1), frequency=1.0), 2.0)

    def test_it_happens_as_often_as_it_says(self):
        baseline = country(1, years=20, trajectories=500)
        happened = self.factors(baseline, frequency=0.1) > 1.5
        assert abs(happened.mean() - 0.1) < 0.01

    def test_the_more_frequent_event_happens_whenever_the_rarer_one_does(self):
        baseline = country(1, years=20, trajectories=50)
        rare, frequent = (self.factors(baseline, frequency=frequency) for frequency in (0.05, 0.2))
        assert (frequent >= rare).all()
        assert (frequent > rare).any()

    def test_it_lasts(self):
        baseline = country(1, years=20, trajectories=50)
        short, long = (self.factors(baseline, frequency=0.1, duration=years) > 1.5 for years in (1, 3))
        expected = short.copy()
        expected[1:] |= short[:-1]
        expected[2:] |= short[:-2]
        assert_array_equal(long, expected)

    def test_it_begins_no_earlier_than_it_may(self):
        found = self.factors(country(1), frequency=1.0, since=FIRST + 3)
        assert_array_equal(found[:3], 1.0)
        assert_allclose(found[3:], 2.0)

    def test_without_chance_it_counts_by_the_share_of_years_under_it(self):
        found = self.factors(calm(country(1)), frequency=0.5, duration=2)
        assert_allclose(found[:, 0], [2**0.5, *[2**0.75] * 5])


class TestStrengths:
    def test_every_elasticity_names_its_source_and_whether_it_waits_to_be_replaced(self):
        found = dict(strengths_of(every_lever(1.0)))
        assert {where.split(".")[0] for where in found} == {
            "family_policy", "active_ageing", "kandas", "labour", "relocation", "housing", "schools", "growth_points",
            "wages", "events",
        }  # fmt: skip
        assert all(each.source and each.low <= each.value <= each.high for each in found.values())
        assert any(each.to_be_replaced for each in found.values())

    def test_eight_trajectories_in_ten_lie_between_the_edges(self):
        baseline = country(1, trajectories=4000)
        for _, each in strengths_of(every_lever(1.0)):
            drawn = baseline.strength("some lever", each)
            assert abs(np.mean((drawn >= each.low) & (drawn <= each.high)) - 0.8) < 0.03 or each.low == 0
            assert_allclose(np.median(drawn), each.value, rtol=0.05)
            assert (drawn >= 0).all()

    def test_a_longer_run_begins_with_a_shorter_one(self):
        each = dict(strengths_of(every_lever(1.0)))["housing.0.elasticity"]
        short, long = country(1, trajectories=7), country(1, trajectories=20)
        assert_array_equal(short.strength("housing", each), long.strength("housing", each)[:7])

    def test_without_chance_every_lever_works_at_its_central_strength(self):
        each = dict(strengths_of(every_lever(1.0)))["housing.0.elasticity"]
        assert_array_equal(calm(country(1)).strength("housing", each), each.value)
