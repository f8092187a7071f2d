"""Base populations that may have been: the nation errs, territories err within it, ages err smoothly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.projection.processes import draw_base
from qonys.engines.projection.processes.base import knot_weights
from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.population import Population
from tests.engines.processes.invented import codes, doubt

BASE = Population.of(np.random.default_rng(1).uniform(100, 1000, (4, 2, 101)), codes(4), 2026)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 0.1), st.floats(0, 0.1))
def test_nobody_is_negative_and_nobody_is_lost_without_doubt(seed, nation, region):
    drawn = draw_base(BASE, doubt(4, nation, region), Streams(seed), 5)
    assert drawn.shape == (5, 4, 2, 101)
    assert drawn.min() > 0
    if nation == 0:
        assert drawn.sum(axis=(1, 2, 3)) == pytest.approx(BASE.total)


def test_without_any_doubt_every_draw_is_the_estimate():
    assert draw_base(BASE, doubt(4, 0.0, 0.0), Streams(1), 3) == pytest.approx(np.stack([BASE.values] * 3))


def test_the_nation_errs_as_much_as_doubted():
    totals = draw_base(BASE, doubt(4, nation=0.02), Streams(2), 4000).sum(axis=(1, 2, 3))
    assert np.log(totals / BASE.total).std() == pytest.approx(0.02, rel=0.05)
    assert np.median(totals) == pytest.approx(BASE.total, rel=0.002)


@pytest.mark.parametrize("few, many", [(3, 20), (249, 251), (250, 600)])
def test_a_longer_run_begins_with_the_shorter_one(few, many):
    short, long = (draw_base(BASE, doubt(4), Streams(1), n) for n in (few, many))
    assert np.array_equal(short, long[:few])


def test_neighbouring_ages_err_together_and_distant_ones_do_not():
    logs = np.log(draw_base(BASE, doubt(4, 0.0, 0.05), Streams(3), 3000)[:, 0, 0] / BASE.values[0, 0])
    near, far = np.corrcoef(logs[:, 31], logs[:, 33])[0, 1], np.corrcoef(logs[:, 31], logs[:, 60])[0, 1]
    assert near > 0.9
    assert abs(far) < 0.75 * near


def test_every_age_errs_with_the_same_variance():
    _, below, above = knot_weights(101)
    assert below**2 + above**2 == pytest.approx(np.ones(101))


def test_seed_decides():
    one, same, other = (draw_base(BASE, doubt(4), Streams(seed), 8) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
