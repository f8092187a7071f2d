"""Laws every forecast of flows keeps, whatever the record."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.flows.candidates import Candidate, persistence
from qonys.engines.flows.combination import Standing
from qonys.engines.flows.forecast import Forecast, Window, forecast
from qonys.engines.flows.history import History
from qonys.engines.flows.tidying import tidy
from qonys.engines.vocabulary.errors import OutOfRange
from tests.engines.flows.invented import chosen, histories, history, records

ANY_PERIOD = st.one_of(histories(1), histories(4), histories(12))
STEPS = [Window(step, step) for step in (1, 2, 3)]


def every_number(made: Forecast) -> list[np.ndarray]:
    sides = (made.pairs, made.departures, made.arrivals, made.nation)
    return [values for side in sides for values in (side.mean, side.bounds)]


@settings(max_examples=40, deadline=None)
@given(ANY_PERIOD)
def test_pairs_add_up_to_arrivals_departures_and_the_nation(record: History):
    made = forecast(record, STEPS)
    count = len(record.regions)
    for k in range(len(STEPS)):
        table = np.zeros((count, count))
        table[record.origin, record.destination] = made.pairs.mean[k]
        np.testing.assert_allclose(made.departures.mean[k], table.sum(axis=1), rtol=1e-12)
        np.testing.assert_allclose(made.arrivals.mean[k], table.sum(axis=0), rtol=1e-12)
        np.testing.assert_allclose(made.nation.mean[k], table.sum(), rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(histories(12))
def test_months_add_up_to_quarters_and_quarters_to_the_year(record: History):
    months = forecast(record, [Window(m, m) for m in range(1, 13)]).pairs.mean
    quarters = forecast(record, [Window(q, q + 2) for q in (1, 4, 7, 10)]).pairs.mean
    year = forecast(record, [Window(1, 12)]).pairs.mean
    np.testing.assert_allclose(months.reshape(4, 3, -1).sum(axis=1), quarters, rtol=1e-12)
    np.testing.assert_allclose(quarters.sum(axis=0), year[0], rtol=1e-12)


@settings(max_examples=40, deadline=None)
@given(ANY_PERIOD)
def test_intervals_are_nested_hold_the_forecast_and_stay_positive(record: History):
    made = forecast(record, STEPS)
    for side in (made.pairs, made.departures, made.arrivals, made.nation):
        (low80, high80), (low95, high95) = side.bounds[:, 0].swapaxes(0, 1), side.bounds[:, 1].swapaxes(0, 1)
        assert np.isfinite(side.bounds).all()
        assert (low80 >= 0).all() and (low95 >= 0).all()
        assert (low80 <= side.mean).all() and (side.mean <= high80).all()
        assert (low95 <= low80).all() and (high80 <= high95).all()


@settings(max_examples=20, deadline=None)
@given(ANY_PERIOD)
def test_a_forecast_does_not_depend_on_how_far_ahead_one_looks(record: History):
    near, far = forecast(record, STEPS[:1]), forecast(record, [*STEPS, Window(6, 6)])
    np.testing.assert_allclose(near.pairs.mean[0], far.pairs.mean[0], rtol=1e-12)


@settings(max_examples=20, deadline=None)
@given(histories(1), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_bit(record: History, luck):
    rows = records(record)
    order = list(range(rows.value.size))
    luck.shuffle(order)
    straight, shuffled = (forecast(tidy(each).history, STEPS) for each in (rows, chosen(rows, np.array(order))))
    for ours, theirs in zip(every_number(straight), every_number(shuffled), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("per_year", [1, 4])
def test_ten_times_the_moves_are_forecast_ten_times_as_large(per_year: int):
    """Up to the half person that keeps logarithms finite, which large flows do not feel."""
    small = history(3, length=12 * per_year, per_year=per_year, size=50_000.0)
    large = History.complete(small.regions, small.first, small.flows * 10.0, per_year)
    ours, theirs = forecast(small, STEPS).pairs.mean, forecast(large, STEPS).pairs.mean
    np.testing.assert_allclose(theirs, 10.0 * ours, rtol=1e-3)


@settings(max_examples=15, deadline=None)
@given(histories(1), st.integers(1, 6))
def test_earlier_cut_offs_know_nothing_of_later_figures(record: History, later: int):
    past = forecast(record, STEPS)
    longer = np.concatenate([record.flows, np.full((later, record.flows.shape[1]), 7.0)])
    future = History.complete(record.regions, record.first, longer)
    again = forecast(future.until(record.length), STEPS)
    for ours, theirs in zip(every_number(past), every_number(again), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_candidate_that_loses_to_persistence_is_demoted_and_leaves_no_trace():
    record = history(5, length=20)

    def twice_too_many(given: History, cutoffs, steps: int):
        return 2.0 * persistence(given, cutoffs, steps)

    rivals = (Candidate("persistence", persistence, 0.5), Candidate("twice", twice_too_many, 0.5))
    made = forecast(record, STEPS[:1], rivals)
    assert made.weights[0].standing == (Standing.BENCHMARK, Standing.DEMOTED)
    assert made.weights[0].relative_error[1] > 1
    np.testing.assert_array_equal(made.pairs.mean[0], record.flows[-1])


def test_a_candidate_that_knows_better_is_heard():
    trend = np.outer(1.2 ** np.arange(20), np.full(12, 1000.0))
    record = History.complete(("A", "B", "C", "D"), 2001, trend)

    def knows(given: History, cutoffs, steps: int):
        return persistence(given, cutoffs, steps) * 1.2 ** np.arange(1, steps + 1)[:, None]

    rivals = (Candidate("persistence", persistence, 0.5), Candidate("knows", knows, 0.5))
    made = forecast(record, STEPS[:1], rivals)
    assert made.weights[0].standing[1] == Standing.HEARD
    assert made.weights[0].weight[1] > 0.9


def test_four_years_are_carried_forward():
    record = history(2, length=4)
    made = forecast(record, [Window(step, step) for step in range(1, 6)])
    for step in range(5):
        np.testing.assert_array_equal(made.pairs.mean[step], record.flows[-1])


def test_no_trend_runs_on_beyond_what_was_learnt():
    record = History.complete(("A", "B", "C"), 2001, np.outer(1.1 ** np.arange(25), [9e2, 5e2, 3e2, 8e2, 1e2, 4e2]))
    made = forecast(record, [Window(step, step) for step in (10, 30)])
    np.testing.assert_allclose(made.pairs.mean[0], made.pairs.mean[1])


def test_part_of_a_year_known_is_part_of_its_total():
    record = history(4, length=30, per_year=4)
    rest, year = forecast(record, [Window(1, 2), Window(-1, 2)]).pairs.mean
    np.testing.assert_allclose(year, rest + record.flows[-2:].sum(axis=0))


@pytest.mark.parametrize("windows", [[], [Window(0, 0)], [Window(3, 2)]])
def test_a_window_without_a_step_ahead_is_refused(windows: list[Window]):
    with pytest.raises(OutOfRange, match="horizon"):
        forecast(history(1), windows)
