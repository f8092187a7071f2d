"""Older tables of broad ages: carried to today's list, spread over single ages, true to what was counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qonys.engines.estimation.broad_ages import latest_age_table, spread
from qonys.engines.vocabulary.evidence import BroadAges
from qonys.engines.vocabulary.territory import Concordance
from tests.engines.estimation import invented

NATION = invented.country(1).schedules.population.values[0]


def with_tables(evidence, *tables):
    return replace(evidence, regions=replace(evidence.regions, broad_ages=tables))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.4, 2.5))
def test_single_ages_add_up_to_the_broad_ages(seed, birth_rate):
    table = latest_age_table(invented.country(seed, 5), 100)
    assert table is not None
    shares = spread(NATION, table, np.full(5, birth_rate))
    for sex in range(2):
        counted = table.persons[sex] / table.persons[sex].sum(axis=1, keepdims=True)
        for number, group in enumerate(table.groups[sex]):
            assert_allclose(shares[:, sex, group].sum(axis=1), counted[:, number], rtol=1e-6)


def test_a_territory_with_the_nations_broad_ages_has_the_nations_ages():
    evidence = invented.country(1, 1)
    broad = np.stack([NATION[:, :15].sum(axis=1), NATION[:, 15:65].sum(axis=1), NATION[:, 65:].sum(axis=1)], axis=1)
    table = evidence.regions.broad_ages[0]
    evidence = with_tables(evidence, replace(table, persons=table.persons.copy(data=broad[None])))
    found = latest_age_table(evidence, 100)
    assert found is not None
    expected = NATION / NATION.sum(axis=1, keepdims=True)
    assert_allclose(spread(NATION, found, np.ones(1))[0], expected, rtol=1e-6)


def test_a_split_territory_hands_its_people_and_ages_to_its_heirs():
    evidence = invented.country(1, 3)
    old = ("XX-OLD", "XX-03")
    shares = (
        ("XX-OLD", "XX-01", 0.25),
        ("XX-OLD", "XX-02", 0.75),
    )  # XX-03 is not mentioned: it did not change
    concordance = Concordance(date(2015, 1, 1), shares, "invented")
    table = invented.broad_ages(old, np.array([4e5, 1e5]), np.random.default_rng(1), 2012, concordance)
    found = latest_age_table(with_tables(evidence, table), 100)
    assert found is not None
    people = found.persons[0] + found.persons[1]
    assert_allclose(people.sum(axis=1), np.array([1e5, 3e5, 1e5]) * 0.95)
    assert_allclose(people[0] / people[0].sum(), people[1] / people[1].sum())
    assert found.split.tolist() == [True, True, False]


def test_the_latest_table_before_the_base_year_is_used():
    evidence = invented.country(1, 3)
    table = evidence.regions.broad_ages[0]
    years = (2005, 2014, invented.BASE + 1)
    found = latest_age_table(with_tables(evidence, *(replace(table, year=year) for year in years)), 100)
    assert found is not None and found.year == 2014


def test_the_two_sexes_may_have_different_groups():
    groups = ["0-15", "16-62", "63+", "16-58", "59+"]
    gap = np.nan
    men, women = [30.0, 60.0, 10.0, gap, gap], [28.0, gap, gap, 52.0, 20.0]
    persons = xr.DataArray(
        [[men, women]],
        coords={"territory": ["XX-01"], "sex": invented.SEX, "group": groups},
        dims=("territory", "sex", "group"),
    )
    found = latest_age_table(with_tables(invented.country(1, 1), BroadAges(persons, 2014)), 100)
    assert found is not None
    assert found.groups[0] == (slice(0, 16), slice(16, 63), slice(63, 101))
    assert found.groups[1] == (slice(0, 16), slice(16, 59), slice(59, 101))
    assert found.child_share == pytest.approx([58.0 / 200.0])


def test_a_territory_without_figures_gets_the_nations_ages():
    evidence = invented.country(1, 3)
    table = evidence.regions.broad_ages[0]
    persons = table.persons.copy(deep=True)
    persons.loc[{"territory": "XX-02"}] = np.nan
    found = latest_age_table(with_tables(evidence, replace(table, persons=persons)), 100)
    assert found is not None
    assert found.known.tolist() == [True, False, True]
    shares = spread(NATION, found, np.ones(3))
    assert_allclose(shares[1], NATION / NATION.sum(axis=1, keepdims=True))


def test_a_table_without_any_figure_is_passed_over():
    evidence = invented.country(1, 3)
    table = evidence.regions.broad_ages[0]
    empty = replace(table, persons=table.persons * np.nan, year=invented.BASE)
    found = latest_age_table(with_tables(evidence, table, empty), 100)
    assert found is not None and found.year == 2014
    assert latest_age_table(with_tables(evidence, empty), 100) is None
