"""Intervals come from earlier misses: shared ones and the pairs' own, each where it belongs."""

from __future__ import annotations

import numpy as np

from qonys.engines.flows.forecast import Window, forecast
from qonys.engines.flows.history import History
from qonys.engines.flows.intervals import Misses, Width, bands, shocks
from tests.engines.flows.invented import history, names


def misses(shared: float, own: float, vintages: int = 20, count: int = 400, seed: int = 1) -> Misses:
    """Misses with a known spread of the shared and of the pairs' own part."""
    luck = np.random.default_rng(seed)
    said = np.exp(luck.uniform(5, 9, (vintages, count)))
    ratio = luck.normal(0, shared, (vintages, 1)) + luck.normal(0, own, (vintages, count))
    return Misses(said, said * np.exp(ratio), np.ones(said.shape, dtype=bool))


def half_widths(given: Misses, width: Width) -> np.ndarray:
    forecast_now = given.forecast[-1]
    low, high = bands(forecast_now, given, width)[0]
    return np.log((high + 0.5) / (low + 0.5)) / 2


def test_the_shared_part_of_each_vintage_is_found():
    given = misses(0.3, 0.05)
    true = np.median(given.log_ratio, axis=1)
    np.testing.assert_allclose(shocks(given), true, atol=0.02)


def test_eighty_per_cent_intervals_reach_1_28_standard_deviations_of_both_parts():
    width = half_widths(misses(0.1, 0.2, vintages=40), Width(1.0, 1, np.ones(400)))
    assert 0.75 < np.median(width) / (1.2816 * np.hypot(0.1, 0.2)) < 1.3


def test_a_shock_shared_by_all_pairs_widens_every_interval():
    calm, shocked = (half_widths(misses(each, 0.1), Width(1.0, 1, np.ones(400))) for each in (0.02, 0.3))
    assert (shocked > calm).all()


def test_where_the_level_is_known_no_shock_is_shared():
    given = misses(0.3, 0.05)
    free, tied = (half_widths(given, Width(1.0, 1, np.ones(400), shared=each)) for each in (True, False))
    assert np.median(tied) < np.median(free)


def test_small_flows_are_less_certain_than_large_ones():
    small, large = history(3, regions=6, length=20, size=4.0), history(3, regions=6, length=20, size=40_000.0)
    relative = []
    for record in (small, large):
        made = forecast(record, [Window(1, 1)]).pairs
        low, high = made.bounds[0, 0]
        relative.append(np.median((high - low) / np.maximum(made.mean[0], 1.0)))
    assert relative[0] > 2 * relative[1]


def test_young_territories_have_wider_intervals_and_so_have_their_parents():
    record = history(8, regions=5, length=14, size=3_000.0)
    since, parent = np.array([0, 0, 0, 0, 12]), np.array([-1, -1, -1, -1, 0])
    young = History(record.regions, 1, record.first, record.flows, record.known, since, parent)
    old, new = (forecast(each, [Window(1, 1)]) for each in (record, young))
    ratio = np.log((new.departures.bounds[0, 0, 1] + 1) / (new.departures.bounds[0, 0, 0] + 1))
    ratio /= np.log((old.departures.bounds[0, 0, 1] + 1) / (old.departures.bounds[0, 0, 0] + 1))
    assert (ratio[[0, 4]] > 1.3).all()
    np.testing.assert_allclose(ratio[[1, 2, 3]], 1.0, atol=0.02)


def test_after_a_jump_the_interval_reaches_back_to_the_old_level():
    record = history(2, regions=5, length=12, size=5_000.0)
    flows = record.flows.copy()
    flows[-1] *= 1.48
    jumped = forecast(History.complete(names(5), 2001, flows), [Window(1, 1)])
    np.testing.assert_allclose(jumped.nation.mean[0], flows[-1].sum(), rtol=0.01)
    assert jumped.nation.bounds[0, 1, 0, 0] <= record.nation[-1]


def test_no_misses_at_all_still_give_an_interval():
    none = Misses(np.empty((0, 3)), np.empty((0, 3)), np.empty((0, 3), dtype=bool))
    low, high = bands(np.array([0.0, 10.0, 1e5]), none, Width(1.0, 1, np.ones(3)))[0]
    assert (low < [1e-9, 10, 1e5]).all()
    assert (high > [0, 10, 1e5]).all()
