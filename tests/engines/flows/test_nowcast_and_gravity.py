"""Tables from margins: what is published holds exactly, and nothing is invented that cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.flows.gravity import Prior, estimate
from qonys.engines.flows.history import History, matrix, pair_positions, totals
from qonys.engines.flows.noise import noise_floor
from qonys.engines.flows.nowcast import nowcast
from qonys.engines.flows.two_margins import rake, reconciled
from qonys.engines.vocabulary.errors import SumsDisagree
from tests.engines.flows.invented import flows, histories, history, names

SEEDS = st.integers(0, 10_000)


def margins(record: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    origin, destination = pair_positions(count)
    return totals(record, origin, count), totals(record, destination, count)


def apart(seed: int, count: int) -> np.ndarray:
    places = np.random.default_rng(seed).uniform(0, 1000, (count, 2))
    origin, destination = pair_positions(count)
    return np.hypot(*(places[origin] - places[destination]).T)


@settings(max_examples=25, deadline=None)
@given(histories(1), SEEDS)
def test_a_nowcast_has_exactly_the_margins_it_was_given(record: History, seed: int):
    count = len(record.regions)
    gone, come = margins(flows(seed, count, 1)[0] + 1.0, count)
    said = nowcast(record, gone, come)
    ours = margins(said.flows, count)
    np.testing.assert_allclose(ours[0], gone, rtol=1e-9)
    np.testing.assert_allclose(ours[1], come, rtol=1e-9)
    assert (said.bounds[0, 0] <= said.flows).all() and (said.flows <= said.bounds[0, 1]).all()


def test_a_nowcast_with_the_margins_of_the_last_table_is_that_table_where_nothing_changed():
    steady = History.complete(names(4), 2001, np.repeat(flows(1, 4, 1), 8, axis=0))
    said = nowcast(steady, steady.departures[-1], steady.arrivals[-1])
    np.testing.assert_allclose(said.flows, steady.flows[-1], rtol=1e-3)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(3, 7))
def test_an_estimate_adds_up_to_what_was_published_and_keeps_what_was_counted(seed: int, count: int):
    true = flows(seed, count, 1)[0] + 1.0
    gone, come = margins(true, count)
    known = np.full(true.size, np.nan)
    known[: count - 1] = true[: count - 1]  # everything that leaves the first territory
    made = estimate(gone, come, apart(seed, count), known, draws=20)
    ours = margins(made.flows, count)
    np.testing.assert_allclose(ours[0], gone, rtol=1e-8)
    np.testing.assert_allclose(ours[1], come, rtol=1e-8)
    np.testing.assert_array_equal(made.flows[: count - 1], true[: count - 1])
    assert (made.low <= made.flows).all() and (made.flows <= made.high).all()


def test_two_territories_leave_no_doubt():
    made = estimate(np.array([30.0, 50.0]), np.array([50.0, 30.0]), np.array([100.0, 100.0]))
    np.testing.assert_allclose([made.flows, made.low, made.high], [[30, 50]] * 3, rtol=1e-9)


def test_more_move_to_the_near_than_to_the_far_where_all_else_is_equal():
    places = np.array([0.0, 100.0, 500.0, 900.0, 1000.0])
    origin, destination = pair_positions(5)
    made = estimate(np.full(5, 100.0), np.full(5, 100.0), np.abs(places[origin] - places[destination]))
    assert made.flows[0] > 2 * made.flows[1] > 2 * made.flows[3]  # to the neighbour, the middle, the far end


def test_a_prior_table_of_the_same_year_is_returned():
    true = flows(3, 5, 1)[0] + 1.0
    made = estimate(*margins(true, 5), None, prior=Prior(true, 0.0))
    np.testing.assert_allclose(made.flows, true, rtol=1e-2)


def test_the_same_seed_gives_the_same_bounds():
    true = flows(3, 5, 1)[0] + 1.0
    first, second = (estimate(*margins(true, 5), apart(1, 5)) for _ in range(2))
    np.testing.assert_array_equal(first.low, second.low)


def test_margins_nobody_can_have_are_refused():
    with pytest.raises(SumsDisagree, match="receives more than all others send"):
        rake(matrix(np.ones(6), 3), np.array([1.0, 1.0, 98.0]), np.array([1.0, 1.0, 98.0]))
    with pytest.raises(SumsDisagree, match="without those from and to abroad"):
        reconciled(np.array([100.0, 100.0]), np.array([100.0, 300.0]))


def test_counted_flows_beyond_their_total_are_refused():
    with pytest.raises(SumsDisagree, match="more than all its moves"):
        estimate(np.array([1.0, 2.0]), np.array([2.0, 1.0]), np.full(2, 9.0), known=np.array([5.0, np.nan]))


def test_slightly_different_totals_meet_in_the_middle():
    gone, come, gap = reconciled(np.array([60.0, 40.0]), np.array([51.0, 51.0]))
    assert gone.sum() == pytest.approx(101)
    assert come.sum() == pytest.approx(101)
    assert gap == pytest.approx(2 / 102)


def test_the_noise_floor_of_poisson_counts_is_found():
    """Constant expectations: nobody can do better than the scatter, and persistence holds it twice."""
    expected = np.random.default_rng(1).uniform(50, 500, 90)
    counts = np.random.default_rng(2).poisson(np.tile(expected, (30, 1))).astype(float)
    floor = noise_floor(History.complete(names(10), 2001, counts))
    assert floor is not None
    assert 0.7 < floor.dispersion < 1.4
    assert floor.relative == pytest.approx(1 / np.sqrt(2), rel=0.1)
    assert noise_floor(history(1, length=3)) is None
