"""The compiled kernel: equal to the slow reference, balanced in every cell, the same on any number of threads."""

from __future__ import annotations

from itertools import islice

import numpy as np
from hypothesis import given, settings
from numpy.testing import assert_allclose, assert_array_equal

from qonys.engines.projection import kernel, reference
from qonys.engines.projection.deterministic import YearRates, aged, project_one_year
from qonys.engines.projection.indicators import AgeBands, median_age
from qonys.engines.projection.paths import Paths
from qonys.engines.projection.quantiles import PROBABILITIES, summarise, summarise_year
from qonys.engines.projection.trajectories import TrajectoryYear, project
from qonys.engines.vocabulary.age import AgeGroup
from tests.engines.projection.worlds import World, world, worlds


def run(given_world: World, **options: object) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Population, totals and cells of every year after the start, copied."""
    w = given_world
    years = islice(project(w.start, w.rates, w.pattern, w.paths, record_cells=True, **options), 1, None)
    return [(year.population.copy(), year.totals.copy(), year.cells.copy()) for year in years]


def reference_year(w: World, people: np.ndarray, t: int, j: int) -> reference.Events:
    """One year of trajectory j as the reference has it, with the chance of that year put into the rates."""
    nation, local, pattern = w.paths.national, w.paths.regional, w.pattern
    hazard = -np.log(w.rates.survival[t].values)
    survival = np.exp(-hazard * np.exp(nation.mortality_shape * nation.mortality_index[t, j][:, None]))
    everywhere = reference.Nation(
        survival,
        w.rates.fertility[t].values * nation.fertility[t, j],
        float(w.rates.sex_ratio_at_birth[t]),
        w.rates.immigrants[t].values * nation.immigrants[t, j],
        w.rates.emigrants[t].values * nation.emigrants[t, j],
    )
    at_start = w.start.mean(axis=0)
    territories = [
        reference.Territory(
            pattern.mortality[r].values * local.mortality[t, j, r],
            pattern.fertility[r].values * local.fertility[t, j, r],
            pattern.immigrants[r].values,
            pattern.emigrants[r].values / at_start[r],
        )
        for r in range(len(people))
    ]
    moves = pattern.internal_migration.values
    arrivals = local.arrivals[t, j].astype(float)
    leaving = (moves.max(axis=(2, 3)) * arrivals).sum(axis=1)
    departures = np.minimum(local.departures[t, j], kernel.MOST_WHO_CAN_LEAVE / np.maximum(leaving, 1e-12))
    disturbed = moves * departures[:, None, None, None] * arrivals[None, :, None, None]
    return reference.project_one_reconciled_year(people, everywhere, territories, disturbed)


@settings(max_examples=25, deadline=None)
@given(worlds)
def test_agrees_with_the_slow_reference(w: World):
    people = w.start
    for t, (population, totals, cells) in enumerate(run(w)):
        for j in {0, len(people) - 1}:
            slow = reference_year(w, people[j], t, j)
            assert_allclose(population[j], slow.end, rtol=1e-9, atol=1e-9)
            assert_allclose(cells[j, kernel.CELL_DEATHS], slow.deaths, rtol=1e-9, atol=1e-9)
            assert_allclose(cells[j, kernel.CELL_EMIGRANTS], slow.emigrants, rtol=1e-9, atol=1e-9)
            assert_allclose(cells[j, kernel.CELL_BIRTHS], slow.births, rtol=1e-9, atol=1e-9)
            assert_allclose(totals[j, :-1, kernel.ARRIVALS], slow.arrivals.sum(axis=(1, 2)), rtol=1e-9, atol=1e-9)
        people = population


@settings(max_examples=25, deadline=None)
@given(worlds)
def test_balancing_equation_holds_in_every_region_sex_age_and_trajectory(w: World):
    start = w.start
    for population, _, cells in run(w):
        deaths, arrivals, departures, immigrants, emigrants, births = np.moveaxis(cells, 1, 0)
        expected = aged(start) + births - deaths + arrivals - departures + immigrants - emigrants
        assert_allclose(population, expected, rtol=1e-9, atol=1e-9)
        assert population.min() >= -1e-9
        start = population


@settings(max_examples=25, deadline=None)
@given(worlds)
def test_regions_sum_to_the_nation_projected_alone_and_inflows_equal_outflows(w: World):
    alone = World(w.start.sum(axis=1, keepdims=True), w.rates, _as_one(w), _as_one_path(w))
    for (population, totals, _), (nation, nation_totals, _) in zip(run(w), run(alone), strict=True):
        assert_allclose(population.sum(axis=1), nation[:, 0], rtol=1e-9, atol=1e-9)
        vital = [kernel.BIRTHS, kernel.DEATHS, kernel.IMMIGRANTS, kernel.EMIGRANTS]
        assert_allclose(totals[:, -1, vital], nation_totals[:, -1, vital], rtol=1e-9)
        assert_allclose(totals[:, -1, kernel.ARRIVALS], totals[:, -1, kernel.DEPARTURES], rtol=1e-9, atol=1e-9)


def test_one_undisturbed_territory_is_the_deterministic_projection():
    w = world(7, territories=1, ages=20)
    alone = World(w.start[:1], w.rates, _as_one(w), Paths.median(4, 1, 20))
    people = alone.start[0]
    for t, (population, _, cells) in enumerate(run(alone)):
        crossed = cells[0, kernel.CELL_IMMIGRANTS] - cells[0, kernel.CELL_EMIGRANTS]
        rates = YearRates(
            w.rates.survival[t].values[None],
            w.rates.fertility[t].values[None],
            float(w.rates.sex_ratio_at_birth[t]),
            crossed,
        )
        people = project_one_year(people, rates).end
        assert_allclose(population[0], people, rtol=1e-12)


def test_threads_and_company_change_no_byte():
    w = world(11, trajectories=70)
    one, two = run(w, threads=1), run(w, threads=2)
    for a, b in zip(one, two, strict=True):
        for x, y in zip(a, b, strict=True):
            assert_array_equal(x, y)


def test_exponentiate_is_exact_to_rounding():
    x = np.concatenate([np.linspace(-50, 5, 4000), [-700.0, 0.0]]).reshape(2, -1)
    scale = np.empty_like(x)
    got = x.copy()
    kernel.exponentiate(got, scale, scale.view(np.int64))
    assert_allclose(got, np.exp(x), rtol=3e-16)


def test_quantiles_are_those_of_numpy():
    values = np.random.default_rng(1).normal(1e5, 1e4, (3, 777))
    summary = summarise(values)
    assert_allclose(summary.quantiles, np.quantile(values, PROBABILITIES, axis=-1).T, rtol=1e-6)
    assert_allclose(summary.mean, values.mean(axis=-1), rtol=1e-6)


def test_people_and_indicators_are_summarised_by_territory_and_for_the_nation():
    w = world(3, trajectories=40)
    year: TrajectoryYear = list(project(w.start, w.rates, w.pattern, w.paths))[-1]
    bands = AgeBands(AgeGroup(1, 2), AgeGroup(3, 5), AgeGroup(4, 8), AgeGroup(9, None))
    summary = summarise_year(year, bands, threads=2)
    people = year.population
    assert summary.stock_year == year.year + 1
    assert_allclose(summary.people.quantiles[1, 1, 4, 2], np.median(people[:, 1, 1, 4]), rtol=1e-6)
    assert_allclose(summary.people.quantiles[-1, 0, 2, 2], np.median(people.sum(axis=1)[:, 0, 2]), rtol=1e-6)
    old, working = people[:, 2, :, 9:].sum(axis=(1, 2)), people[:, 2, :, 4:9].sum(axis=(1, 2))
    assert_allclose(summary.stocks["old_age_dependency"].mean[2], (100 * old / working).mean(), rtol=1e-6)
    births = year.totals[:, -1, kernel.BIRTHS]
    assert_allclose(summary.flows["births"].quantiles[-1, 2], np.median(births), rtol=1e-6)


def test_median_age_splits_a_population_in_half():
    by_age = np.array([[10.0], [10.0], [20.0], [0.0]])
    assert_allclose(median_age(by_age), [2.0])
    assert_allclose(median_age(np.array([[1.0], [3.0]])), [1 + 1 / 3])


def _as_one(w: World):
    ones = {"fertility": 1.0 + 0 * w.pattern.fertility[:1], "mortality": 1.0 + 0 * w.pattern.mortality[:1]}
    return type(w.pattern)(
        **ones,
        internal_migration=0 * w.pattern.internal_migration[:1, :1],
        immigrants=1.0 + 0 * w.pattern.immigrants[:1],
        emigrants=1.0 + 0 * w.pattern.emigrants[:1],
    )


def _as_one_path(w: World) -> Paths:
    years, trajectories = w.paths.years, w.paths.trajectories
    return Paths(w.paths.national, Paths.median(years, 1, w.start.shape[-1], trajectories).regional)
