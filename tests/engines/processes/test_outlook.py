"""The outlook of a nation: what its median paths promise, and what Kazakhstan's series say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from qonys.engines.projection.processes import Outlook, outlook
from qonys.engines.projection.processes.fertility import registered_fertility
from qonys.engines.projection.processes.migration import TURNOVER, gross_flows
from qonys.engines.projection.processes.mortality import age_shape, index_of
from qonys.engines.vocabulary.errors import MissingCell
from qonys.engines.vocabulary.life_table import life_expectancy
from tests.engines.processes.invented import BASE, LAST, by_year, history, nothing, schedules
from tests.engines.processes.national_series import kazakhstan_today, wpp_schedules
from tests.shared_data import require_shared

AHEAD = outlook(history(), schedules(), BASE, LAST)


def test_rates_cover_every_year_and_are_rates():
    rates = AHEAD.rates
    assert list(rates.survival.time.values) == list(range(BASE, LAST))
    assert ((rates.survival > 0) & (rates.survival <= 1)).all()
    assert (rates.fertility[:, [0, -1]] == 0).all()
    assert (rates.immigrants >= 0).all() and (rates.emigrants >= 0).all()
    assert float(rates.sex_ratio_at_birth[0]) == 1.06


def test_the_gap_at_the_jump_off_decays_towards_the_published_assumption():
    assumed = schedules().fertility.sum("age").sel(time=slice(BASE, LAST - 1)).values
    gaps = np.abs(np.log(AHEAD.rates.fertility.sum("age").values / assumed))
    assert gaps[-1] < 0.6 * gaps[0]


def test_median_life_expectancy_starts_from_the_registered_one():
    registered = history().life_expectancy.values[-1]
    assert AHEAD.mortality.life_expectancy[0] == pytest.approx(registered, abs=0.4)


def test_without_a_published_future_the_country_goes_its_own_way():
    past_only = schedules()
    past_only = replace(
        past_only,
        fertility=past_only.fertility[:1],
        mortality=past_only.mortality[[0, -1]].assign_coords(time=[2020, 2024]),
    )
    alone = outlook(history(), past_only, BASE, LAST)
    gained = alone.mortality.life_expectancy[-1] - alone.mortality.life_expectancy[0]
    assert (gained > 0.05 * (LAST - BASE)).all()
    assert np.isfinite(alone.rates.fertility.values).all()


def test_the_latest_births_tell_the_fertility_that_is_not_published_yet():
    """Births fall by a tenth while the women stay: so does total fertility."""
    told = history()
    unpublished = told.total_fertility.copy(deep=True)
    unpublished[-1] = np.nan
    births = told.births.copy(deep=True)
    births[-1] *= 0.9
    latest = registered_fertility(replace(told, total_fertility=unpublished, births=births), schedules(), BASE)
    assert latest.last == BASE - 1
    assert latest.values[-1] == pytest.approx(0.9 * latest.values[-2])


def test_a_nation_without_fertility_and_births_is_refused():
    with pytest.raises(MissingCell, match="neither total fertility nor births"):
        outlook(replace(history(), total_fertility=nothing(), births=nothing()), schedules(), BASE, LAST)


def test_where_only_the_net_is_known_flows_are_the_net_and_a_turnover():
    net = by_year([10_000.0, -30_000.0])
    told = replace(history(), arrivals=nothing(), departures=nothing(), net_migration=net)
    coming, leaving = gross_flows(told, BASE)
    assert coming.values - leaving.values == pytest.approx(net.values)
    assert np.minimum(coming.values, leaving.values) == pytest.approx(TURNOVER * 4e6)


def test_no_migration_published_means_none_assumed():
    told = replace(history(), arrivals=nothing(), departures=nothing(), net_migration=nothing())
    assert float(outlook(told, schedules(), BASE, LAST).rates.immigrants.sum()) == 0


def test_the_pandemic_is_not_a_trend():
    struck = history()
    deaths = struck.life_expectancy.copy(deep=True)
    deaths.loc[{"time": [2020, 2021]}] -= 5.0
    assert outlook(replace(struck, life_expectancy=deaths), schedules(), BASE, LAST).mortality.process == (
        AHEAD.mortality.process
    )


def test_the_index_and_life_expectancy_are_inverse():
    median, shape = schedules().mortality.values[:1], age_shape(schedules().mortality)
    wanted = np.array([[[-3.0, 2.0], [0.0, 0.0], [4.0, -5.0]]])
    index = index_of(median, shape, wanted)
    lived = life_expectancy(median * np.exp(shape * index[0][:, :, None]))
    assert lived - life_expectancy(median) == pytest.approx(wanted[0], abs=0.02)


@pytest.fixture(scope="module")
def kazakhstan() -> Outlook:
    require_shared()
    return outlook(kazakhstan_today(), wpp_schedules(), 2026, 2101)


@pytest.mark.shared
def test_kazakhstans_fertility_in_2025_follows_from_its_335_005_births(kazakhstan):
    """Total fertility 2.80 in 2024 with 365,923 births; 335,005 births in 2025 (Bureau of National Statistics)."""
    assert kazakhstan.fertility.latest.last == 2025
    assert kazakhstan.fertility.latest.values[-1] == pytest.approx(2.56, abs=0.03)


@pytest.mark.shared
def test_kazakhstans_processes_are_as_documented(kazakhstan):
    """Ranges around the values fitted in November 2026 on 1950-2025."""
    assert 0.02 < kazakhstan.fertility.process.spread < 0.04
    assert 0.15 < kazakhstan.mortality.process.spread < 0.4
    assert 0.15 < kazakhstan.migration.emigrants.process.spread < 0.45
    assert 0.8 < kazakhstan.mortality.sex_correlation < 0.98


@pytest.mark.shared
def test_kazakhstans_fertility_lies_between_its_latest_fall_and_the_united_nations_assumption(kazakhstan):
    total = kazakhstan.rates.fertility.sum("age")
    un = wpp_schedules().fertility.sum("age")
    assert 2.2 < float(total.sel(time=2030)) < float(un.sel(time=2030))
    assert float(total.sel(time=2100)) == pytest.approx(float(un.sel(time=2100)), abs=0.05)


@pytest.mark.shared
def test_kazakhstans_life_expectancy_starts_at_the_registered_one_of_2024(kazakhstan):
    """Men 71.33, women 79.42 in 2024 (Bureau of National Statistics)."""
    assert kazakhstan.mortality.life_expectancy[0] == pytest.approx([71.33, 79.42], abs=0.6)
    assert isinstance(kazakhstan.rates.survival, xr.DataArray)
