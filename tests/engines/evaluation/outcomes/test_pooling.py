"""Chances of types in places: pooled, monotone, as sure as the data allow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from qonys.engines.evaluation.outcomes import Design, Trials, fit
from qonys.engines.evaluation.outcomes.pooling import _layout, _most_likely, _variances
from qonys.engines.evaluation.outcomes.reference import most_likely_chances
from qonys.engines.vocabulary.errors import OutOfRange

TYPES, PLACES = 3, 8


def design(types: int = TYPES, places: int = PLACES, lowest: float = 0.0) -> Design:
    """Two ordered steps, nothing expected of anybody."""
    taken = (np.arange(types)[:, None] > np.arange(types - 1)).astype(float)
    steps = np.broadcast_to(taken[:, None, :], (types, places, types - 1))
    return Design(np.zeros((types, places)), np.array(steps), np.full(types - 1, lowest))


def country(seed: int, of: float, places: int = PLACES, spread: float = 0.6) -> tuple[np.ndarray, Trials]:
    chance = np.random.default_rng(seed)
    truth = expit(0.4 * np.arange(TYPES)[:, None] + spread * chance.standard_normal(places))
    asked = chance.poisson(of, size=truth.shape).astype(float)
    return truth, Trials(chance.binomial(asked.astype(int), truth).astype(float), asked)


def test_without_anybody_followed_the_answer_is_what_was_expected() -> None:
    expected = logit(np.array([[0.2, 0.5], [0.3, 0.6]]))
    nobody = np.zeros((2, 2))
    found = fit(Trials(nobody, nobody), Design(expected, design(2, 2).steps, np.zeros(1)))
    np.testing.assert_allclose(found.chance, expit(expected))


def test_the_mode_is_that_of_a_general_optimiser() -> None:
    _, trials = country(5, of=9, places=4)
    plan = design(places=4)
    layout = _layout(trials, plan)
    start = np.zeros(layout.matrix.shape[1])
    effects, _ = _most_likely(layout, trials.happened.ravel(), trials.of.ravel(), _variances(layout, 0.5, 0.3), start)
    found = expit(layout.offset + layout.matrix @ effects).reshape(TYPES, 4)
    np.testing.assert_allclose(found, most_likely_chances(trials, plan, 0.5, 0.3), atol=2e-4)


def test_a_village_of_three_families_is_neither_the_best_nor_the_worst_place() -> None:
    of = np.full((TYPES, PLACES), 60.0)
    happened = np.round(of * np.linspace(0.45, 0.60, PLACES))
    of[:, 0], happened[:, 0] = 1, 0  # three families, nobody in work
    found = fit(Trials(happened, of), design())
    assert found.chance[:, 0].mean() > 0.35
    assert found.sure[:, 0].mean() > found.sure[:, 1].mean() * 1.25


def test_pooling_errs_less_than_raw_shares_and_than_one_share_for_all() -> None:
    """Mean squared error over thirty countries: small places are not noise, and places are not all alike."""
    pooled, raw, common = 0.0, 0.0, 0.0
    for seed in range(30):
        truth, trials = country(seed, of=8)
        share = trials.happened.sum() / trials.of.sum()
        shares = np.where(trials.of > 0, trials.happened / np.maximum(trials.of, 1), share)
        pooled += ((fit(trials, design()).chance - truth) ** 2).mean()
        raw += ((shares - truth) ** 2).mean()
        common += ((share - truth) ** 2).mean()
    assert pooled < 0.6 * raw
    assert pooled < 0.6 * common


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    held = []
    for seed in range(40):
        truth, trials = country(100 + seed, of=15, places=12)
        found = fit(trials, design(places=12))
        held.append(((found.low <= truth) & (truth <= found.high)).mean())
    assert 0.84 <= np.mean(held) <= 0.97


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 30))
def test_a_step_that_may_only_rise_never_falls(seed: int, of: float) -> None:
    """Whatever the data say: here they say the opposite."""
    chance = np.random.default_rng(seed)
    asked = chance.poisson(of, size=(TYPES, PLACES)).astype(float)
    truth = np.broadcast_to(np.array([0.8, 0.5, 0.2])[:, None], asked.shape)
    found = fit(Trials(chance.binomial(asked.astype(int), truth).astype(float), asked), design())
    assert (found.steps >= 0).all()
    assert (found.low <= found.chance).all() and (found.chance <= found.high).all()


def test_free_steps_follow_the_data_down() -> None:
    truth = np.broadcast_to(np.array([0.8, 0.5, 0.2])[:, None], (TYPES, PLACES))
    of = np.full(truth.shape, 50.0)
    found = fit(Trials(of * truth, of), design(lowest=-np.inf))
    assert (found.steps < -0.8).all()


def test_more_than_could_happen_is_refused() -> None:
    with pytest.raises(OutOfRange, match="more happened than could"):
        Trials(np.full((1, 2), 3.0), np.full((1, 2), 2.0))
