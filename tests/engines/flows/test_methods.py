"""Each competing method beside its slow, obvious twin."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qonys.engines.flows import growth
from qonys.engines.flows.breaks import jumps, last_jump
from qonys.engines.flows.candidates import for_history, persistence
from qonys.engines.flows.history import History, pair_positions
from qonys.engines.flows.seasonal import Constants, smooth
from qonys.engines.flows.smoothing import smoothed_shares
from tests.engines.flows.invented import history, names

RECORD = history(6, regions=4, length=12)
SEASONAL = history(7, regions=3, length=26, per_year=4)


def slow_holt_winters(values: list[float], constants: Constants, lag: int, ahead: int) -> float:
    """One series, one step at a time, as the textbook has it."""
    level = sum(values[:lag]) / lag
    season = [value - level for value in values[:lag]]
    trend, damping = 0.0, 0.9 ** (4 / lag)
    for t, value in enumerate(values):
        if t < lag:
            continue
        error = value - (level + damping * trend + season[t % lag])
        level = level + damping * trend + constants.level * error
        trend = damping * trend + constants.level * constants.trend * error
        season[t % lag] += constants.season * (1 - constants.level) * error
    return level + sum(damping**k for k in range(1, ahead + 1)) * trend + season[(len(values) + ahead - 1) % lag]


@pytest.mark.parametrize("cutoff", [3, 9, 25])
@pytest.mark.parametrize("ahead", [1, 4, 7])
def test_smoothing_of_seasons(cutoff: int, ahead: int):
    values, constants = np.log(SEASONAL.flows + 0.5), Constants(0.3, 0.4, 0.1)
    fast = smooth(values, constants, 4, [cutoff], ahead, np.zeros(len(values), dtype=bool))
    for pair in range(values.shape[1]):
        slow = slow_holt_winters(values[: cutoff + 1, pair].tolist(), constants, 4, ahead)
        assert fast[0, ahead - 1, pair] == pytest.approx(slow, rel=1e-12)


def test_a_surprise_beyond_all_proportion_hardly_moves_the_seasons():
    calm = np.tile([[1.0], [2.0], [3.0], [4.0]], (6, 1))
    shaken = calm.copy()
    shaken[20] += 3.0
    constants = Constants(0.4, 0.3, surprise=2.0)
    never = np.zeros(len(calm), dtype=bool)
    fast = smooth(shaken, constants, 4, [23], 4, never)[0, :, 0]
    assert np.abs(fast - [1, 2, 3, 4]).max() < 0.2


def test_a_jump_of_the_level_is_taken_whole():
    values = np.zeros((12, 1))
    values[10:] = 0.4
    jumped = np.zeros(12, dtype=bool)
    jumped[10] = True
    said = smooth(values, Constants(0.3, 0.3), 4, [11], 4, jumped)
    np.testing.assert_allclose(said[0, :, 0], 0.4)


def test_persistence_is_last_year_or_the_same_season_of_it():
    np.testing.assert_array_equal(persistence(RECORD, [5], 3)[0], np.tile(RECORD.flows[5], (3, 1)))
    said = persistence(SEASONAL, [9], 6)[0]
    np.testing.assert_array_equal(said, SEASONAL.flows[[6, 7, 8, 9, 6, 7]])


def test_shares_are_a_moving_average_at_the_level_of_the_last_period():
    shares = RECORD.flows / RECORD.nation[:, None]
    level = shares[0]
    for share in shares[1:8]:
        level = 0.3 * level + 0.7 * share
    said = smoothed_shares(RECORD, [7], 2, weight=0.7)
    np.testing.assert_allclose(said[0], np.tile(level / level.sum() * RECORD.nation[7], (2, 1)))


def test_convergence_is_one_ridge_regression_of_growth_on_size():
    cutoff, step = 10, 2
    log_share = [[math.log(f + 0.5) - math.log(sum(row) + 0.5) for f in row] for row in RECORD.flows.tolist()]
    squares = products = 0.0
    for t in range(3, cutoff - step + 1):
        roots = np.sqrt(RECORD.flows[t])
        size = np.array(log_share[t]) - np.mean(log_share[t])
        change = np.array(log_share[t + step]) - np.array(log_share[t])
        change = np.clip(change - change.mean(), -0.5, 0.5)
        for k, root in enumerate(roots):
            squares += root / roots.sum() * size[k] ** 2
            products += root / roots.sum() * size[k] * change[k]
    slope = products / (squares * 1.3 + 1e-12)
    centred = np.array(log_share[cutoff]) - np.mean(log_share[cutoff])
    expected = (RECORD.flows[cutoff] + 0.5) * np.exp(slope * centred) - 0.5
    np.testing.assert_allclose(growth.convergence(RECORD, [cutoff], step)[0, step - 1], expected, rtol=1e-9)


@pytest.mark.parametrize("record", [RECORD, SEASONAL], ids=["years", "quarters"])
def test_no_candidate_looks_beyond_its_cut_off(record: History):
    cutoff = record.length - 4
    spoilt = record.flows.copy()
    spoilt[cutoff + 1 :] = 1e6
    later = History.complete(record.regions, record.first, spoilt, record.per_year)
    for candidate in for_history(record):
        ours, theirs = (candidate.forecast(each, [cutoff], 3) for each in (record, later))
        np.testing.assert_array_equal(ours, theirs, err_msg=candidate.name)


@pytest.mark.parametrize("method", [growth.momentum, growth.counterflow])
def test_growth_relative_to_the_nation_holds_its_total(method):
    said = method(RECORD, [10, 11], 3)
    np.testing.assert_allclose(said.sum(axis=2), np.tile(RECORD.nation[[10, 11], None], (1, 3)))


def test_prior_weights_are_shares_and_persistence_has_half():
    for record in (RECORD, SEASONAL):
        priors = [candidate.prior for candidate in for_history(record)]
        assert sum(priors) == pytest.approx(1)
        assert priors[0] == 0.5


def test_a_jump_is_found_in_the_period_it_began_and_measured():
    flows = SEASONAL.flows.copy()
    flows[23:] *= 1.6
    jumped = History.complete(names(3), SEASONAL.first, flows, 4)
    assert np.flatnonzero(jumps(jumped)).tolist() == [23]
    assert last_jump(jumped) == pytest.approx(math.log(1.6), abs=0.15)
    assert last_jump(SEASONAL) == 0.0


def test_years_are_sums_of_complete_years_only():
    odd = History.complete(names(3), 2001 * 4 + 2, SEASONAL.flows, 4)  # from the third quarter of 2001
    years = odd.yearly()
    assert years.first == 2002
    assert years.length == 6
    np.testing.assert_array_equal(years.flows[0], SEASONAL.flows[2:6].sum(axis=0))


def test_a_record_over_more_territories_keeps_every_flow():
    wider = RECORD.over(("R00", "R01", "R01b", "R02", "R03"))
    origin, destination = pair_positions(4)
    for pair, (start, end) in enumerate(zip(origin, destination, strict=True)):
        there = (wider.origin == [0, 1, 3, 4][start]) & (wider.destination == [0, 1, 3, 4][end])
        np.testing.assert_array_equal(wider.flows[:, there][:, 0], RECORD.flows[:, pair])
    assert wider.flows.sum() == RECORD.flows.sum()
    assert not wider.known.all()
