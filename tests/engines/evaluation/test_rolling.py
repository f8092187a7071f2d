"""The rolling test: which forecasts are made, what they are scored against, what the table says."""

from __future__ import annotations

import numpy as np
import pytest

from qonys.engines.evaluation import constant_growth, rolling

TRUTH = {year: 1e6 * 1.01 ** (year - 1950) for year in range(1950, 2025)}


def steady(growth: float, sd: float = 0.01, samples: int = 400):
    """A forecaster who believes in one rate of growth."""
    noise = np.linspace(-2.5, 2.5, samples)

    def forecast(cutoff):
        return np.stack([TRUTH[cutoff] * np.exp(growth * h + sd * noise) for h in range(1, 16)])

    return forecast


def test_only_forecasts_whose_outcome_is_known_are_scored():
    table = rolling(range(2010, 2024), (5, 10, 15), steady(0.01), TRUTH)
    assert {score.horizon: 0 for score in table.scores}.keys() == {5, 10}
    assert max(score.cutoff for score in table.scores if score.horizon == 10) == 2014
    assert all(score.observed == TRUTH[score.cutoff + score.horizon] for score in table.scores)


def test_a_cutoff_without_any_outcome_is_not_even_forecast():
    def refuses(cutoff):
        raise AssertionError(f"asked for {cutoff}")

    assert rolling([2023, 2024], (5, 10), refuses, TRUTH).scores == ()


def test_truth_told_exactly_has_no_bias_and_full_coverage():
    (row,) = rolling(range(1960, 2010), (10,), steady(np.log(1.01)), TRUTH).summary()
    assert (row.forecasts, row.coverage80, row.coverage95) == (50, 100, 100)
    assert row.bias == pytest.approx(0, abs=1e-5)


def test_too_little_growth_is_a_negative_bias_and_its_error_is_per_cent_of_what_happened():
    (row,) = rolling([1990], (10,), steady(0.0), TRUTH).summary()
    assert row.bias == pytest.approx(100 * (1.01**-10 - 1))
    assert row.mape == -row.bias
    assert row.coverage95 == 0


def test_standardised_error_counts_the_forecasts_own_standard_deviations():
    sd = 0.02
    normal = np.random.default_rng(1).standard_normal(200_000)
    (score,) = rolling([2000], (1,), lambda cutoff: (TRUTH[2001] * np.exp(-0.03 + sd * normal))[None], TRUTH).scores
    assert score.standardised == pytest.approx(1.5, abs=0.02)


def test_benchmarks_stand_beside_the_method_and_can_be_cut_by_date():
    table = rolling([1990, 2000], (5,), steady(0.01), TRUTH, {"constant growth": constant_growth(TRUTH, 5)})
    assert table.methods == ("qonys", "constant growth")
    assert {score.cutoff for score in table.since(1995).scores} == {2000}
    assert [row.method for row in table.summary()] == ["qonys", "constant growth"]


def test_constant_growth_continues_constant_growth():
    samples = constant_growth(TRUTH, 15)(1990)
    assert np.median(samples, axis=1) == pytest.approx([TRUTH[1990 + h] for h in range(1, 16)])


def test_constant_growth_is_as_wide_as_it_was_wrong():
    """Two series of the same growth at the cutoff, one of which had just turned."""
    turned = {year: 1e6 * np.exp(0.03 * max(year - 1970, 0)) for year in range(1950, 1991)}
    calm, shaken = (np.log(constant_growth(s, 10)(1990)[9]) for s in (TRUTH, turned))
    assert shaken.std() > 1.5 * calm.std()


def test_constant_growth_does_not_look_ahead():
    known = {year: value for year, value in TRUTH.items() if year <= 1990}
    assert np.array_equal(constant_growth(TRUTH, 10)(1990), constant_growth(known, 10)(1990))
