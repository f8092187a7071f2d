"""The parts of an estimate, each against something that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import xarray as xr
from numpy.testing import assert_allclose

from qonys.engines.estimation.births import birth_rates, births_by_territory
from qonys.engines.estimation.internal_migration import gravity, internal_margins, moves_between
from qonys.engines.estimation.mortality import life_expectancy_gaps, mortality_pattern
from qonys.engines.estimation.national_ages import national_ages, surviving_births
from qonys.engines.estimation.rebase import last_rebase
from qonys.engines.estimation.totals import count_people
from qonys.engines.vocabulary.life_table import survival_from_mx
from tests.engines.estimation import invented

UNKNOWN = np.full(3, np.nan)


def with_regions(evidence, **tables):
    return replace(evidence, regions=replace(evidence.regions, **tables))


def with_history(evidence, **series):
    return replace(evidence, history=replace(evidence.history, **series))


# --- the nation's ages


def test_children_are_registered_births_times_survival():
    evidence = invented.country(1)
    survival = survival_from_mx(invented.mortality().values[0])
    born = float(evidence.history.births.sel(time=2018))
    boys = born * 1.06 / 2.06 * survival[0, 0] * survival[0, 1]
    assert_allclose(surviving_births(evidence, 3)[0, 1], boys)
    total = float(evidence.history.population.sel(time=invented.BASE))
    assert_allclose(national_ages(evidence, np.array([0.5, 0.5]) * total)[0, 1], boys)


def test_an_age_structure_of_an_earlier_year_is_aged_to_the_base():
    evidence = invented.country(1)
    population = evidence.schedules.population.copy(deep=True)
    population.loc[{"time": 2018, "age": 40}] *= 3.0  # a cohort of many
    evidence = replace(evidence, schedules=replace(evidence.schedules, population=population))
    total = float(evidence.history.population.sel(time=invented.BASE))
    people = national_ages(evidence, np.array([0.5, 0.5]) * total).sum(axis=0)
    assert people[10:80].argmax() + 10 == 42


def test_births_that_cannot_belong_to_the_population_are_not_used():
    evidence = invented.country(1)
    evidence = with_history(evidence, births=evidence.history.births * 1e3)
    by_sex = np.array([1e5, 1e5])
    people = national_ages(evidence, by_sex)
    assert_allclose(people.sum(axis=1), by_sex)


# --- territory totals


def test_a_census_that_moved_the_count_is_found():
    evidence = invented.country(1)
    assert last_rebase(evidence.history, invented.BASE) is None
    population = evidence.history.population.copy(deep=True)
    population.loc[{"time": slice(2016, None)}] *= 1.03
    found = last_rebase(replace(evidence.history, population=population), invented.BASE)
    assert found is not None and found.year == 2016
    assert found.size == pytest.approx(0.03, abs=0.002)


def test_growth_is_not_read_across_a_change_of_the_list():
    evidence = invented.country(1)
    units = replace(evidence.territories, since=date(2018, 5, 1))
    population = evidence.regions.population.copy(deep=True)
    population.loc[{"territory": "XX-01", "time": [2010, 2015]}] *= 5.0  # before the split of XX-01
    population.loc[{"territory": ["XX-01", "XX-02"], "time": invented.BASE}] = np.nan
    truth = evidence.regions.population.sel(time=invented.BASE).values
    evidence = with_regions(replace(evidence, territories=units), population=population)
    assert_allclose(count_people(evidence).by_territory, truth, rtol=1e-6)


def test_the_share_of_men_is_the_latest_published():
    evidence = invented.country(1)
    by_sex = evidence.regions.population_by_sex.sel(time=[2015, 2018])
    by_sex.loc[{"territory": "XX-01", "time": 2018}] = np.nan
    totals = count_people(with_regions(evidence, population_by_sex=by_sex))
    expected = by_sex.sel(territory="XX-01", time=2015, sex="male") / by_sex.sel(territory="XX-01", time=2015).sum()
    assert_allclose(totals.persons[0, 0] / totals.persons[0].sum(), float(expected))


# --- births


def test_published_births_stay_and_the_others_share_the_rest():
    evidence = invented.country(1)
    births = invented.by_time([[9_000.0], [np.nan], [np.nan]], evidence.territories.codes, [2019])
    evidence = with_regions(evidence, births=births)
    totals = evidence.regions.population.sel(time=invented.BASE).values
    made = births_by_territory(evidence, birth_rates(evidence, totals, UNKNOWN), totals, 2019)
    assert made[0] == 9_000.0
    assert_allclose(made.sum(), float(evidence.history.births.sel(time=2019)))


def test_a_rate_published_per_thousand_is_not_believed():
    evidence = invented.country(1)
    codes = evidence.territories.codes
    evidence = with_regions(evidence, crude_birth_rate=invented.by_time([[18.0], [0.018], [0.018]], codes, [2019]))
    totals = evidence.regions.population.sel(time=invented.BASE).values
    assert birth_rates(evidence, totals, UNKNOWN).published.tolist() == [False, True, True]


def test_where_births_are_unknown_more_children_mean_a_higher_birth_rate():
    evidence = invented.hide(invented.country(1), "crude_birth_rate")
    totals = evidence.regions.population.sel(time=invented.BASE).values
    rates = birth_rates(evidence, totals, np.array([0.2, 0.3, 0.4]))
    assert_allclose(rates.in_year(2019), np.array([0.2, 0.3, 0.4]) / 0.3)


# --- mortality


def test_a_gap_for_both_sexes_moves_the_gap_of_each():
    evidence = invented.country(1, 1)
    labels = {"territory": ["XX-01"], "time": [2018, 2019], "sex": ["male", "female", "both"]}
    figures = [[[71.0, 76.5, 73.8], [np.nan, np.nan, 74.3]]]  # nation: 70, 76 and 73
    life = xr.DataArray(figures, coords=labels, dims=("territory", "time", "sex"))
    assert_allclose(life_expectancy_gaps(with_regions(evidence, life_expectancy=life)), [[1.5, 1.0]])


def test_a_year_of_crisis_says_nothing_about_a_territory():
    evidence = invented.country(1)
    nation = evidence.history.life_expectancy.copy(deep=True)
    before = life_expectancy_gaps(evidence)
    nation.loc[{"time": 2019}] -= 2.0
    assert_allclose(life_expectancy_gaps(with_history(evidence, life_expectancy=nation)), before)


def test_deaths_speak_where_life_expectancy_is_unknown():
    evidence = invented.hide(invented.country(1), "life_expectancy")
    codes = evidence.territories.codes
    evidence = with_regions(evidence, crude_death_rate=invented.by_time([[0.012], [0.008], [0.006]], codes, [2019]))
    people = np.broadcast_to(evidence.schedules.population.values, (3, 2, invented.AGES))
    ratio = mortality_pattern(evidence, people)[:, 0, 30]
    assert_allclose(ratio / ratio[1], [1.5, 1.0, 0.75], rtol=1e-6)


def test_the_difference_in_mortality_fades_with_age():
    evidence = invented.country(2, 2)
    people = np.broadcast_to(evidence.schedules.population.values, (2, 2, invented.AGES))
    ratio = mortality_pattern(evidence, people)[0, 0]
    apart = np.abs(np.log(ratio / ratio[-1]))
    assert_allclose(apart[:66], apart[0])
    assert (np.diff(apart[65:]) < 0).all()


# --- moves


def test_nearer_and_larger_places_exchange_more_people():
    flows = gravity(np.array([1e6, 1e6, 2e6]), np.array([[0, 100, 400], [100, 0, 100], [400, 100, 0.0]]))
    assert flows[0, 1] > flows[0, 2] / 2.0
    assert flows[1, 2] == pytest.approx(2.0 * flows[1, 0])
    assert_allclose(np.diagonal(flows), 0.0)


def test_the_latest_year_of_moves_weighs_three_times_the_first():
    evidence = invented.country(1)
    moves = invented.by_time(np.tile([100.0, 200.0, 600.0], (3, 1)), evidence.territories.codes, [2017, 2018, 2019])
    evidence = with_regions(evidence, internal_arrivals=moves, internal_departures=moves)
    assert_allclose(internal_margins(evidence, np.ones(3)).arrivals, (100 + 2 * 200 + 3 * 600) / 6)


def test_arrivals_that_miss_the_departures_a_little_are_brought_to_one_total():
    evidence = invented.country(1)
    late = evidence.regions.internal_departures * 1.02
    margins = internal_margins(with_regions(evidence, internal_departures=late), np.ones(3))
    assert_allclose(margins.arrivals.sum(), margins.departures.sum())


def test_where_some_departures_are_unknown_the_known_ones_still_hold():
    evidence = invented.country(1, 4)
    departures = evidence.regions.internal_departures.copy(deep=True)
    departures.loc[{"territory": "XX-02"}] = np.nan
    evidence = with_regions(evidence, internal_departures=departures)
    totals = evidence.regions.population.sel(time=invented.BASE).values
    margins = internal_margins(evidence, totals)
    flows = moves_between(evidence, totals, margins)
    assert margins.published.tolist() == [True, False, True, True]
    assert_allclose(flows.sum(axis=0), margins.arrivals, rtol=1e-8)
    assert_allclose(flows.sum(axis=1)[[0, 2, 3]], margins.departures[[0, 2, 3]], rtol=1e-8)
    assert flows[1].sum() > 0
