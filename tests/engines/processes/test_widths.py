"""How wide intervals must be: learned from past errors, never from the future."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.projection.processes import PRIOR_WIDTHS, UNCALIBRATED, PastError, Widths, learn_widths
from qonys.engines.projection.processes.wander import Wander

errors = st.lists(
    st.builds(
        PastError,
        cutoff=st.integers(1950, 2020),
        horizon=st.sampled_from([5, 10, 15]),
        standardised=st.floats(-8, 8),
    ),
    max_size=40,
)


@given(errors, st.integers(1950, 2040))
def test_factors_are_positive(past, now):
    assert min(learn_widths(past, now).factors) > 0


@given(errors, st.integers(1960, 2040))
def test_an_error_not_yet_known_changes_nothing(past, now):
    known = [error for error in past if error.known <= now]
    assert learn_widths(past, now) == learn_widths(known, now)


@given(errors, st.integers(1970, 2040))
def test_larger_errors_never_narrow_the_interval(past, now):
    doubled = [PastError(e.cutoff, e.horizon, 2 * e.standardised) for e in past]
    pairs = zip(learn_widths(past, now).factors, learn_widths(doubled, now).factors, strict=True)
    assert all(before <= after for before, after in pairs)


def test_without_past_errors_the_prior_stands():
    assert learn_widths([], 2026) == PRIOR_WIDTHS


def test_a_forecast_surer_than_past_projections_were_right_is_widened_to_their_errors():
    """WPP 2012-2019 were wrong by 1.32 % at the median country after five years, starting population corrected."""
    assert learn_widths([], 2026, {5: 0.0049}).factors[0] == pytest.approx(4.0)
    assert learn_widths([], 2026, {5: 0.05}).factors[0] == PRIOR_WIDTHS.factors[0]


def test_forty_years_of_errors_twice_as_large_as_expected_nearly_double_the_width():
    past = [PastError(year, 5, 2.0) for year in range(1976, 2016)]
    assert 1.6 < learn_widths(past, 2021).factors[0] < 2.0


@given(st.floats(0.3, 3.0), st.floats(0.3, 3.0), st.floats(0.3, 3.0))
def test_beyond_the_last_horizon_no_interval_narrows(a, b, c):
    fitted = Wander(0.95, 0.5, 0.02).deviation_sd(75)
    wide = fitted * Widths((5, 10, 15), (a, b, c)).by_year(fitted)
    assert (np.diff(wide[14:]) >= -1e-12).all()
    assert wide[14] == pytest.approx(c * fitted[14])


def test_uncalibrated_leaves_the_fitted_process_alone():
    fitted = Wander(0.95, 0.5, 0.02).deviation_sd(75)
    assert UNCALIBRATED.by_year(fitted) == pytest.approx(np.ones(75))


@pytest.mark.parametrize("horizons, factors", [((), ()), ((5,), (0.0,)), ((5, 10), (1.0,))])
def test_widths_without_a_positive_factor_for_each_horizon_are_refused(horizons, factors):
    with pytest.raises(ValueError, match="positive factor"):
        Widths(horizons, factors)
