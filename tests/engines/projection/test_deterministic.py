"""The deterministic engine: the United Nations' numbers, and the laws every projection obeys."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from qonys.engines.projection import reference
from qonys.engines.projection.deterministic import Migration, YearRates, aged, project, project_one_year
from tests.shared_data import SHARED, require_shared

EXAMPLE = SHARED / "data" / "un_engine"


@st.composite
def years_of_life(draw: st.DrawFn, moving: bool = False) -> tuple[NDArray[np.float64], YearRates]:
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    territories, ages = draw(st.integers(1, 4)), draw(st.integers(3, 15))
    start = dice.uniform(0, 1000, (territories, 2, ages))
    moves = dice.uniform(0, 0.9 / territories, (territories, territories, 2, ages))
    moves[np.arange(territories), np.arange(territories)] = 0.0
    rates = YearRates(
        survival=dice.uniform(0.2, 1, (territories, 2, ages)),
        fertility=dice.uniform(0, 0.5, (territories, ages)),
        sex_ratio_at_birth=dice.uniform(1, 1.1),
        net_migration=dice.normal(0, 300, (territories, 2, ages)),
        moves=moves if moving else None,
    )
    return start, rates


@given(years_of_life(moving=True), st.sampled_from(Migration))
def test_population_change_is_births_minus_deaths_plus_net_migration_in_every_cell(life, migration):
    start, rates = life
    year = project_one_year(start, rates, migration)
    expected = aged(start) - year.deaths + year.arrivals - year.departures + year.net_migration
    expected[..., 0] += year.births
    assert_allclose(year.end, expected, rtol=1e-12, atol=1e-9)


@given(years_of_life(moving=True))
def test_who_leaves_a_territory_arrives_in_another(life):
    year = project_one_year(*life)
    assert_allclose(year.arrivals.sum(axis=0), year.departures.sum(axis=0), rtol=1e-12, atol=1e-12)


@given(years_of_life(moving=True), st.sampled_from(Migration))
def test_no_cell_is_ever_negative(life, migration):
    assert project_one_year(*life, migration).end.min() >= -1e-9


@given(years_of_life(), st.sampled_from(Migration))
def test_agrees_with_the_slow_reference(life, migration):
    fast, slow = project_one_year(*life, migration), reference.project_one_year(*life, migration)
    for name in ("end", "births", "deaths", "net_migration"):
        assert_allclose(getattr(fast, name), getattr(slow, name), rtol=1e-12, atol=1e-9, err_msg=name)


@settings(max_examples=30)
@given(years_of_life())
def test_territories_with_the_same_rates_and_no_moves_are_one_territory(life):
    start, rates = life
    whole = YearRates(rates.survival[:1], rates.fertility[:1], rates.sex_ratio_at_birth, 0 * rates.net_migration[:1])
    alike = YearRates(
        np.repeat(whole.survival, len(start), 0),
        np.repeat(whole.fertility, len(start), 0),
        whole.sex_ratio_at_birth,
        0 * rates.net_migration,
        np.zeros((len(start), len(start), 2, start.shape[-1])),
    )
    together = project_one_year(start.sum(axis=0, keepdims=True), whole)
    assert_allclose(project_one_year(start, alike).end.sum(axis=0), together.end[0], rtol=1e-12, atol=1e-9)


def test_survivors_of_the_open_group_stay_in_it():
    start = np.full((1, 2, 3), 100.0)
    still = YearRates(np.ones((1, 2, 3)), np.zeros((1, 3)), 1.05, np.zeros((1, 2, 3)))
    assert project_one_year(start, still).end[0, 0].tolist() == [0.0, 100.0, 200.0]


@pytest.mark.shared
def test_reproduces_the_united_nations_engine():
    """UN Population Division, ccmppWPP, published 1 x 1 example (LocID 124, 1950-2020): every cell of 70 years."""
    require_shared()

    def table(name: str, **only: str) -> NDArray[np.float64]:
        frame = pl.read_csv(EXAMPLE / f"example124_{name}.csv.gz", infer_schema_length=None)
        for column, value in only.items():
            frame = frame.filter(pl.col(column) == value)
        if "sex" in frame.columns:
            frame = frame.filter(pl.col("sex") != "both").sort("time_start", pl.col("sex") == "female", "age_start")
            return frame["value"].to_numpy().reshape(-1, 1, 2, 101)
        order = [c for c in ("time_start", "age_start") if c in frame.columns]
        return frame.sort(order)["value"].to_numpy()

    survival = table("out_lt_complete_age_sex", indicator="lt_Sx")
    migrants, boys = table("in_mig_net_count_age_sex"), table("in_srb")
    fertility = table("in_fert_rate_age_f").reshape(70, 1, 101)
    rates = (YearRates(survival[t], fertility[t], boys[t], migrants[t]) for t in range(70))
    ours = np.stack([year.end for year in project(table("in_pop_count_age_sex_base")[0], rates)])
    theirs = table("out_pop_count_age_sex_1x1")[1:]
    assert np.abs(ours / theirs - 1)[..., :100].max() <= 1e-12
    assert np.abs(ours.sum(axis=(1, 2, 3)) / theirs.sum(axis=(1, 2, 3)) - 1).max() <= 1e-13
