"""Forecasts of Kazakhstan's population put back to every year since 1961, and scored.

Truth: WPP 2024 estimates on 1 January to 2024, carried to 2026 with the growth of the Bureau's counts; all in the pack.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
import xarray as xr

from qonys.backtest import HORIZONS, Backtest, backtest
from qonys.countries import pack
from qonys.countries.past import NationalPast, national_past
from qonys.engines.evaluation import UN_EX_POST, ScoreTable, Summary
from qonys.engines.projection.processes import as_of, outlook


@pytest.fixture(scope="module")
def past() -> NationalPast:
    found = national_past(pack.load("kz"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def tested(past: NationalPast) -> Backtest:
    return backtest(past, now=2026)


def by_horizon(table: ScoreTable, method: str) -> dict[int, Summary]:
    return {row.horizon: row for row in table.summary() if row.method == method}


@pytest.mark.parametrize("horizon", HORIZONS)
def test_80_percent_intervals_cover_75_to_85_percent_of_what_happened(tested: Backtest, horizon: int):
    assert 75 <= by_horizon(tested.calibrated, "qonys")[horizon].coverage80 <= 85


def test_every_year_with_ten_years_of_past_and_a_known_outcome_is_scored(tested: Backtest):
    for horizon in HORIZONS:
        cutoffs = [s.cutoff for s in tested.calibrated.of("qonys") if s.horizon == horizon]
        assert cutoffs == list(range(1961, 2026 - horizon + 1))


def test_they_cover_far_more_than_the_united_nations_did(tested: Backtest):
    rows = by_horizon(tested.calibrated, "qonys")
    for horizon in HORIZONS:
        best = max(row.rebased_coverage80 for row in UN_EX_POST if row.horizon == horizon)
        assert rows[horizon].coverage80 > 1.5 * best


@pytest.mark.parametrize("since", [1961, 1991, 2000])
def test_the_forecast_beats_constant_growth_at_every_horizon(tested: Backtest, since: int):
    ours = by_horizon(tested.calibrated.since(since), "qonys")
    simple = by_horizon(tested.calibrated.since(since), "constant growth")
    for horizon in HORIZONS:
        assert ours[horizon].wis < 0.8 * simple[horizon].wis
        assert ours[horizon].crps < simple[horizon].crps
        assert ours[horizon].mape < simple[horizon].mape


def test_the_exodus_taught_the_intervals_to_be_wider(tested: Backtest):
    assert tested.widths[2001].factors[0] > 1.5 * tested.widths[1991].factors[0]


def test_the_current_forecast_has_learned_too(tested: Backtest):
    assert 2026 in tested.widths


def test_a_forecast_of_1990_does_not_know_what_came_after(past: NationalPast):
    """Whatever is published for later years is replaced by nonsense: the forecast stays the same."""
    history, schedules = past.history, past.schedules
    nonsense = replace(
        history,
        **{
            f.name: garbled(getattr(history, f.name), 1991 if f.name == "population" else 1990) for f in fields(history)
        },
    )
    told = outlook(*as_of(history, schedules, 1990), 1990, 2005)
    lied = outlook(
        *as_of(nonsense, replace(schedules, population=garbled(schedules.population, 1991)), 1990), 1990, 2005
    )
    for name in ("survival", "fertility", "immigrants", "emigrants"):
        assert np.array_equal(getattr(told.rates, name), getattr(lied.rates, name))
    assert told.fertility.process == lied.fertility.process
    assert told.migration.emigrants.process == lied.migration.emigrants.process


def garbled(published: xr.DataArray, since: int) -> xr.DataArray:
    return published.where(published.time < since, 17.0)
