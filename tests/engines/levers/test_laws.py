"""What holds for every scenario of every country: nothing comes of nothing, and nobody is lost or invented."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from qonys.engines.projection import kernel
from qonys.engines.projection.deterministic import aged
from qonys.engines.projection.levers import Baseline, Outcome, outcome, steer
from qonys.engines.projection.trajectories import project
from qonys.engines.vocabulary.scenario import GrowthPoint, Housing, Inflow, Relocation, Scenario, WageChange
from tests.engines.levers.countries import FIRST, calm, countries, country, every_lever, sure


def run(baseline: Baseline, scenario: Scenario | None) -> Outcome:
    return outcome(baseline, steer(baseline, scenario))


def years(baseline: Baseline, scenario: Scenario | None) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Population, totals and cells of every year after the start."""
    steered = steer(baseline, scenario)
    passing = project(
        baseline.start, baseline.rates, baseline.pattern, steered.paths, measures=steered.measures, record_cells=True
    )
    return [(year.population.copy(), year.totals.copy(), year.cells.copy()) for year in islice(passing, 1, None)]


@settings(max_examples=10, deadline=None)
@given(countries)
def test_levers_at_zero_are_the_baseline_to_the_bit(baseline: Baseline):
    plain = years(baseline, None)
    for scenario in (Scenario(), every_lever(0.0)):
        for before, after in zip(plain, years(baseline, scenario), strict=True):
            for one, other in zip(before, after, strict=True):
                assert_array_equal(one, other)
        one, other = run(baseline, None), run(baseline, scenario)
        for name in one.indicators:
            assert_array_equal(one.of(name)[1], other.of(name)[1])


def test_levers_at_zero_are_the_baseline_to_the_bit_without_chance_too():
    baseline = calm(country(5))
    one, other = run(baseline, None), run(baseline, every_lever(0.0))
    for name in one.indicators:
        assert_array_equal(one.of(name)[1], other.of(name)[1])


@settings(max_examples=15, deadline=None)
@given(countries, st.floats(0.1, 1.0))
def test_balancing_equation_holds_in_every_region_sex_age_and_trajectory_under_all_levers(
    baseline: Baseline, size: float
):
    start = baseline.start
    for population, totals, cells in years(baseline, every_lever(size)):
        deaths, arrivals, departures, immigrants, emigrants, births = np.moveaxis(cells, 1, 0)
        expected = aged(start) + births - deaths + arrivals - departures + immigrants - emigrants
        assert_allclose(population, expected, rtol=1e-9, atol=1e-9)
        assert population.min() >= 0
        for kind, counted in (
            (kernel.ARRIVALS, arrivals),
            (kernel.DEPARTURES, departures),
            (kernel.IMMIGRANTS, immigrants),
            (kernel.EMIGRANTS, emigrants),
            (kernel.DEATHS, deaths),
            (kernel.BIRTHS, births),
        ):
            assert_allclose(totals[:, :-1, kind], counted.sum(axis=(2, 3)), rtol=1e-9, atol=1e-9)
            assert_allclose(totals[:, -1, kind], counted.sum(axis=(1, 2, 3)), rtol=1e-9, atol=1e-9)
        assert_allclose(arrivals.sum(axis=1), departures.sum(axis=1), rtol=1e-9, atol=1e-9)
        start = population


@settings(max_examples=10, deadline=None)
@given(countries)
def test_who_only_changes_places_changes_no_number_of_the_nation(baseline: Baseline):
    moving = Scenario(
        relocation=(Relocation(origin="R-0", destination="R-1", persons={FIRST: 80}),),
        housing=(Housing(territory="R-1", places={FIRST: 8000}),),
        growth_points=(GrowthPoint(territory="R-2", jobs={FIRST: 8000}),),
        wages=(WageChange(territory="R-0", percent={FIRST: -20}),),
    )
    before, after = run(baseline, None), run(baseline, moving)
    for name in ("population", "working_age", "births", "deaths", "immigration", "emigration"):
        assert_allclose(after.of(name)[1][:, -1], before.of(name)[1][:, -1], rtol=1e-9)


@settings(max_examples=10, deadline=None)
@given(countries, st.floats(0, 300), st.floats(0, 300))
def test_more_inflow_never_means_fewer_people_in_the_destination(baseline: Baseline, one: float, other: float):
    fewer, more = (
        run(baseline, Scenario(kandas=(Inflow(persons={FIRST: persons}, shares={"R-1": 1.0}),)))
        for persons in sorted((one, other))
    )
    assert (more.stocks["population"][:, 1] >= fewer.stocks["population"][:, 1] - 1e-9).all()
    assert (more.stocks["working_age"][:, 1] >= fewer.stocks["working_age"][:, 1] - 1e-9).all()


@settings(max_examples=10, deadline=None)
@given(countries, st.floats(0, 50), st.floats(0, 50))
def test_more_places_in_a_relocation_never_mean_fewer_people_where_it_leads(
    baseline: Baseline, one: float, other: float
):
    fewer, more = (
        run(baseline, Scenario(relocation=(Relocation(origin="R-0", destination="R-1", persons={FIRST: persons}),)))
        for persons in sorted((one, other))
    )
    assert (more.stocks["population"][:, 1] >= fewer.stocks["population"][:, 1] - 1e-9).all()
    assert (more.stocks["population"][:, 0] <= fewer.stocks["population"][:, 0] + 1e-9).all()


def test_the_order_of_levers_of_one_kind_changes_no_byte():
    baseline, scenario = country(3), every_lever(1.0)
    turned = replace(
        scenario,
        kandas=scenario.kandas[::-1],
        relocation=scenario.relocation[::-1],
        family_policy=scenario.family_policy[::-1],
        housing=(Housing(territory="R-0", places={FIRST: 100}), *scenario.housing),
    )
    straight = replace(scenario, housing=turned.housing[::-1])
    one, other = run(baseline, straight), run(baseline, turned)
    for name in one.indicators:
        assert_array_equal(one.of(name)[1], other.of(name)[1])


def test_threads_change_no_byte():
    baseline, scenario = country(3, trajectories=70), every_lever(1.0)
    steered = steer(baseline, scenario)
    one, two = outcome(baseline, steered, threads=1), outcome(baseline, steered, threads=2)
    for name in one.indicators:
        assert_array_equal(one.of(name)[1], two.of(name)[1])


def test_a_shorter_horizon_is_the_beginning_of_a_longer_one():
    baseline, scenario = country(8, years=9), every_lever(1.0)
    long, short = run(baseline, scenario), run(baseline.until(FIRST + 4), scenario)
    assert_array_equal(short.stock_years, long.stock_years[:5])
    for name in short.indicators:
        assert_array_equal(short.of(name)[1], long.of(name)[1][: len(short.of(name)[1])])


def test_nobody_moves_who_is_not_there():
    flood = Scenario(
        relocation=(
            Relocation(origin="R-0", destination="R-1", persons={FIRST: 1e7}),
            Relocation(origin="R-0", destination="R-2", persons={FIRST: 1e7}),
        )
    )
    for population, _, _ in years(country(4), flood):
        assert population.min() >= 0
    assert run(country(4), flood).stocks["population"][-1, 0].min() > 0


@pytest.mark.parametrize("name", ["working_age", "births"])
def test_two_scenarios_share_every_draw(name: str):
    """The policy's effect varies far less between trajectories than the future itself."""
    baseline = country(9, trajectories=200)
    policy = Scenario(kandas=(Inflow(persons={FIRST: 100}, shares={"R-1": 1.0}, uptake=sure(1.0)),))
    before, after = run(baseline, None).of(name)[1][-1, 1], run(baseline, policy).of(name)[1][-1, 1]
    assert (after - before).std() < 0.2 * before.std()
    assert (after > before).all()
