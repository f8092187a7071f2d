"""The one process behind all deviations: what it promises whatever its parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.projection.processes.wander import Prior, Wander, fit

wanders = st.builds(Wander, memory=st.floats(0.5, 1.0), momentum=st.floats(0.0, 0.9), spread=st.floats(0.001, 1.0))


@given(wanders)
def test_intervals_never_narrow_with_the_horizon(process):
    assert (np.diff(process.deviation_sd(75)) >= 0).all()


@given(wanders, st.integers(0, 2**32 - 1))
def test_simulation_is_the_response_to_each_innovation_added_up(process, seed):
    """The slow way: every past innovation times what is left of it."""
    noise = np.random.default_rng(seed).standard_normal((12, 3))
    response = process.response(12)
    slow = [sum(process.spread * response[t - i] * noise[i] for i in range(t + 1)) for t in range(12)]
    assert process.simulate(noise) == pytest.approx(np.array(slow), rel=1e-9, abs=1e-12)


@given(st.floats(0.5, 0.99), st.floats(0.0, 0.8), st.floats(0.001, 1.0))
def test_with_memory_below_one_the_spread_is_finite(memory, momentum, spread):
    process = Wander(memory, momentum, spread)
    bound = spread / ((1 - momentum) * (1 - memory))
    assert process.deviation_sd(2000)[-1] <= bound


@given(wanders)
def test_a_gap_without_momentum_decays_at_the_memory(process):
    assert process.expected(1.0, 0.0, 10) == pytest.approx(process.memory ** np.arange(1, 11))


def test_simulated_spread_is_the_stated_one():
    process = Wander(0.95, 0.5, 0.02)
    noise = np.random.default_rng(7).standard_normal((40, 20_000))
    assert process.simulate(noise).std(axis=1) == pytest.approx(process.deviation_sd(40), rel=0.03)


def test_a_long_series_reveals_the_process_that_made_it():
    made = Wander(0.95, 0.5, 0.03)
    series = made.simulate(np.random.default_rng(3).standard_normal((4000, 1)))[:, 0]
    prior = Prior(Wander(0.8, 0.1, 0.2), years=15, lowest_memory=0.5, highest_memory=1.0, highest_momentum=0.9)
    found = fit(series, prior)
    assert found.memory == pytest.approx(made.memory, abs=0.05)
    assert found.deviation_sd(5)[-1] == pytest.approx(made.deviation_sd(5)[-1], rel=0.15)


def test_a_series_too_short_to_speak_leaves_the_prior():
    prior = Prior(Wander(0.9, 0.2, 0.1), years=10, lowest_memory=0.5, highest_memory=1.0)
    assert fit(np.array([1.0, 1.1, 1.2]), prior) == prior.process


@pytest.mark.parametrize("memory, momentum, spread", [(0, 0, 1), (1.01, 0, 1), (0.9, 1.0, 1), (0.9, 0, -1)])
def test_a_process_that_explodes_or_has_no_spread_is_refused(memory, momentum, spread):
    with pytest.raises(ValueError, match="process"):
        Wander(memory, momentum, spread)
