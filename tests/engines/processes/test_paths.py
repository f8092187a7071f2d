"""Simulated futures: positive, reproducible, centred on the median, the same whoever else is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.projection.processes import UNCALIBRATED, national_paths, outlook, simulate
from qonys.engines.projection.processes.regional import BALANCE, BALANCE_TODAY, FERTILITY, MOBILITY
from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.life_table import life_expectancy
from tests.engines.processes.invented import BASE, LAST, codes, doubt, history, schedules

AHEAD = outlook(history(), schedules(), BASE, LAST, UNCALIBRATED)
YEARS = LAST - BASE


def arrays(paths):
    national, regional = paths.national, paths.regional
    yield from (national.fertility, national.mortality_index, national.immigrants, national.emigrants)
    yield from (regional.fertility, regional.mortality, regional.departures, regional.arrivals)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 40), st.integers(2, 6))
def test_every_multiplier_is_positive_and_shaped_as_promised(seed, trajectories, territories):
    paths = simulate(AHEAD, doubt(territories), Streams(seed), trajectories, codes(territories))
    assert (paths.years, paths.trajectories) == (YEARS, trajectories)
    assert paths.regional.arrivals.shape == (YEARS, trajectories, territories)
    assert paths.regional.arrivals.dtype == np.float32
    for multiplier in (paths.national.fertility, paths.national.emigrants, paths.regional.departures):
        assert multiplier.min() > 0
    assert all(np.isfinite(values).all() for values in arrays(paths))


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    first, again, other = (simulate(AHEAD, doubt(3), Streams(s), 30, codes(3)) for s in (5, 5, 6))
    for a, b, c in zip(arrays(first), arrays(again), arrays(other), strict=True):
        assert a.tobytes() == b.tobytes()
        assert a.tobytes() != c.tobytes()


@pytest.mark.parametrize("few, many", [(7, 20), (499, 501), (500, 1100)])
def test_a_longer_run_begins_with_the_shorter_one(few, many):
    short, long = (simulate(AHEAD, doubt(3), Streams(1), n, codes(3)) for n in (few, many))
    for a, b in zip(arrays(short), arrays(long), strict=True):
        assert np.array_equal(a, b[:, :few])


def test_the_median_future_is_the_outlook():
    paths = national_paths(AHEAD, Streams(2), 4000)
    for multiplier in (paths.fertility, paths.immigrants, paths.emigrants):
        assert np.median(multiplier, axis=1) == pytest.approx(np.ones(YEARS), abs=0.06)
    assert np.median(paths.mortality_index, axis=1) == pytest.approx(np.zeros((YEARS, 2)), abs=0.06)


def test_intervals_widen_with_the_horizon():
    paths = national_paths(AHEAD, Streams(2), 4000)
    for values in (np.log(paths.fertility), paths.mortality_index[..., 0], np.log(paths.emigrants)):
        spread = values.std(axis=1)
        assert spread[4] > spread[0]
        assert spread[14] > spread[4]


def test_the_index_gives_the_life_expectancy_that_was_drawn():
    """Invert twice: the hazards of the drawn index have a life expectancy whose spread is the process's."""
    paths = national_paths(AHEAD, Streams(3), 2000)
    year = 9
    hazards = AHEAD.mortality.median[year] * np.exp(paths.mortality_shape * paths.mortality_index[year][:, :, None])
    lived = life_expectancy(hazards)
    expected = AHEAD.mortality.process.deviation_sd(YEARS + 1)[year]
    assert lived.std(axis=0) == pytest.approx(np.full(2, expected), rel=0.08)
    assert np.median(lived, axis=0) == pytest.approx(AHEAD.mortality.life_expectancy[year], abs=0.15)


def test_the_sexes_live_longer_together():
    index = national_paths(AHEAD, Streams(4), 2000).mortality_index[20]
    assert np.corrcoef(index.T)[0, 1] == pytest.approx(AHEAD.mortality.sex_correlation, abs=0.08)


def test_regional_fertility_shifts_shares_and_departures_also_move_together():
    uncertain = doubt(8)
    paths = simulate(AHEAD, uncertain, Streams(5), 1500, codes(8)).regional
    assert np.log(paths.fertility).mean(axis=2) == pytest.approx(0, abs=1e-5)
    together = np.log(paths.departures[-1]).mean(axis=1).std()
    drifted = MOBILITY.lasting_sd * np.sqrt(1 - MOBILITY.memory ** (2 * YEARS))
    today = float(uncertain.internal_migration[0])
    assert together == pytest.approx(np.hypot(today, drifted) * np.sqrt(MOBILITY.common), rel=0.15)


def test_what_raises_departures_raises_arrivals_and_the_balance_is_steadier_than_either():
    paths = simulate(AHEAD, doubt(8), Streams(5), 1500, codes(8)).regional
    arrivals, departures = (np.log(values[-1]) for values in (paths.arrivals, paths.departures))
    departures = departures - departures.mean(axis=1, keepdims=True)
    assert arrivals.mean(axis=1) == pytest.approx(0, abs=1e-5)
    assert np.corrcoef(arrivals.ravel(), departures.ravel())[0, 1] > 0
    lasting = BALANCE.lasting_sd * np.sqrt(1 - BALANCE.memory ** (2 * YEARS))
    assert (arrivals - departures).std() == pytest.approx(np.hypot(BALANCE_TODAY, lasting), rel=0.1)


def test_regional_deviations_start_at_the_doubt_of_the_estimate_and_drift_apart():
    paths = simulate(AHEAD, doubt(8, region=0.05), Streams(6), 3000, codes(8)).regional
    spread = np.log(paths.fertility).std(axis=(1, 2))
    first = np.hypot(0.05, FERTILITY.innovation_sd)
    assert spread[0] == pytest.approx(first, rel=0.05)
    last = FERTILITY.lasting_sd * np.sqrt(1 - FERTILITY.memory ** (2 * YEARS))
    assert spread[-1] == pytest.approx(np.hypot(0.05, last), rel=0.05)


def test_a_country_of_one_territory_has_no_regional_chance():
    paths = simulate(AHEAD, doubt(1), Streams(6), 10, codes(1)).regional
    assert all((values == 1).all() for values in (paths.fertility, paths.departures, paths.arrivals))


def test_runs_of_different_length_are_possible_and_thread_free():
    short = outlook(history(), schedules(), BASE, BASE + 1)
    assert national_paths(short, Streams(1), 3).fertility.shape == (1, 3)
