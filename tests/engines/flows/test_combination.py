"""Who is heard: only what beat persistence out of sample by more than chance."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.flows.combination import FEWEST_VINTAGES, Standing, relative_errors, weigh

PRIOR = np.array([0.5, 0.3, 0.2])
ERRORS = st.lists(st.tuples(st.floats(0.3, 3.0), st.floats(0.3, 3.0)), max_size=30)


@given(ERRORS)
def test_weights_are_shares(errors):
    record = np.array([(1.0, *pair) for pair in errors]).reshape(-1, 3)
    weights = weigh(record, PRIOR)
    assert (weights.weight >= 0).all()
    assert abs(weights.weight.sum() - 1) < 1e-12


@given(ERRORS)
def test_whoever_lost_on_average_weighs_nothing(errors):
    record = np.array([(1.0, *pair) for pair in errors]).reshape(-1, 3)
    weights = weigh(record, PRIOR)
    for k in (1, 2):
        if record.size and (record[:, k] >= 1).all():
            assert weights.weight[k] == 0
            assert weights.standing[k] in (Standing.DEMOTED, Standing.UNTRIED)


def test_before_enough_vintages_persistence_stands_alone():
    record = np.tile([1.0, 0.5, 0.5], (FEWEST_VINTAGES - 1, 1))
    weights = weigh(record, PRIOR)
    assert weights.weight.tolist() == [1, 0, 0]
    assert weights.standing == (Standing.BENCHMARK, Standing.UNTRIED, Standing.UNTRIED)


def test_saying_what_persistence_says_is_no_trial():
    record = np.tile([1.0, 1.0, 0.9], (10, 1))
    assert weigh(record, PRIOR).standing == (Standing.BENCHMARK, Standing.UNTRIED, Standing.HEARD)


def test_one_lucky_year_among_many_poor_ones_convinces_nobody():
    record = np.array([[1.0, 1.02, 1.0]] * 8 + [[1.0, 0.4, 1.0]])
    assert weigh(record, PRIOR).standing[1] == Standing.DEMOTED


def test_overlapping_evidence_counts_less():
    record = np.tile([1.0, 0.97, 1.05], (8, 1))
    assert weigh(record, PRIOR, overlap=3).weight[1] < weigh(record, PRIOR, overlap=1).weight[1]


def test_errors_are_relative_to_the_first_and_skip_what_was_not_published():
    said, was = np.array([[2.0, 9.0], [1.0, 0.0]]), np.array([0.0, 100.0])
    errors = relative_errors(said, was, np.array([True, False]))
    np.testing.assert_allclose(errors, [1.0, 0.5])
    assert np.isnan(relative_errors(np.array([was, said[0]]), was, np.array([True, True]))).all()
