"""Proper scores: the fast ones against the definitions, and what makes a score proper."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.evaluation import covered, crps, interval, interval_score, reference, weighted_interval_score

values = st.floats(-1e6, 1e6)
samples = st.lists(values, min_size=2, max_size=40)


@given(samples, values)
def test_crps_is_the_area_between_the_step_function_and_what_happened(drawn, observed):
    assert crps(drawn, observed) == pytest.approx(reference.crps(drawn, observed), rel=1e-7, abs=1e-4)


@given(samples, values)
def test_weighted_interval_score_is_twice_the_mean_pinball_loss(drawn, observed):
    slow = reference.weighted_interval_score(drawn, observed, (0.80, 0.95))
    assert weighted_interval_score(drawn, observed) == pytest.approx(slow, rel=1e-7, abs=1e-4)


@given(samples, st.sampled_from([0.5, 0.8, 0.95]))
def test_intervals_are_bounded_by_the_quantiles_of_the_definition(drawn, level):
    lower, upper = interval(drawn, level)
    assert lower == pytest.approx(reference.quantile(drawn, (1 - level) / 2), rel=1e-9, abs=1e-6)
    assert upper == pytest.approx(reference.quantile(drawn, (1 + level) / 2), rel=1e-9, abs=1e-6)


@given(samples, values)
def test_no_score_is_negative(drawn, observed):
    assert crps(drawn, observed) >= -1e-6
    assert weighted_interval_score(drawn, observed) >= 0


@given(values)
def test_a_sure_and_right_forecast_scores_zero(observed):
    assert crps([observed] * 5, observed) == pytest.approx(0, abs=1e-6)
    assert weighted_interval_score([observed] * 5, observed) == pytest.approx(0, abs=1e-6)


@given(values, values)
def test_a_sure_forecast_is_scored_by_its_absolute_error(said, observed):
    assert crps([said] * 3, observed) == pytest.approx(abs(said - observed), abs=1e-6)


@given(samples, values)
def test_coverage_counts_the_bounds(drawn, observed):
    lower, upper = interval(drawn, 0.80)
    assert covered(drawn, lower, 0.80)
    assert covered(drawn, upper, 0.80)
    assert covered(drawn, observed, 0.95) or not covered(drawn, observed, 0.80)


def test_interval_score_by_hand():
    """Width 4, and 1 outside at a tail of 0.2: 4 + 2 / 0.2 x 1."""
    assert interval_score(1, 5, 6, 0.80) == pytest.approx(14)
    assert interval_score(1, 5, 3, 0.80) == pytest.approx(4)


@pytest.mark.parametrize("score", [crps, weighted_interval_score])
@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_honesty_pays(score, factor):
    """Who states the true spread scores better on average than who exaggerates or belittles it."""
    rng = np.random.default_rng(4)
    outcomes = rng.standard_normal(1500)
    stated = rng.standard_normal(400)
    honest = np.mean([score(stated, y) for y in outcomes])
    dishonest = np.mean([score(stated * factor, y) for y in outcomes])
    assert honest < dishonest


def test_crps_of_a_normal_forecast_has_its_known_value():
    """A standard normal forecast of 0 scores (sqrt 2 - 1) / sqrt pi = 0.2337 (Gneiting and Raftery 2007)."""
    stated = np.random.default_rng(5).standard_normal(200_000)
    assert crps(stated, 0.0) == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), abs=0.002)
