"""The course that a flow forecast gives to moves between territories."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.projection.course import FlowsAhead, course, scaling
from qonys.engines.projection.indicators import flow_indicators
from qonys.engines.projection.paths import Paths
from qonys.engines.projection.trajectories import project
from qonys.engines.vocabulary.errors import SumsDisagree
from tests.engines.projection.worlds import World, world


def moves_of(given_world: World, paths: Paths) -> tuple[np.ndarray, np.ndarray]:
    """Departures and arrivals (T, R) of the mean start under some paths."""
    start = given_world.start.mean(axis=0)[None]
    found = [
        [flow_indicators(year.totals[:, r].T)[side][0] for r in range(start.shape[1])]
        for year in project(start, given_world.rates, given_world.pattern, paths)
        for side in ("internal_departures", "internal_arrivals")
    ]
    return np.array(found[2::2]), np.array(found[3::2])


@given(st.integers(0, 10_000), st.integers(3, 7))
def test_scaled_moves_have_the_margins_asked_for(seed: int, count: int) -> None:
    dice = np.random.default_rng(seed)
    tables = dice.uniform(1, 100, (2, count, count)) * (1 - np.eye(count))
    rows, columns = scaling(tables[0], tables[1].sum(axis=1), tables[1].sum(axis=0))
    scaled = rows[:, None] * tables[0] * columns
    assert scaled.sum(axis=1) == pytest.approx(tables[1].sum(axis=1))
    assert scaled.sum(axis=0) == pytest.approx(tables[1].sum(axis=0))


def test_margins_no_moves_can_have_are_refused() -> None:
    table = np.array([[0.0, 1.0], [1.0, 0.0]])
    with pytest.raises(SumsDisagree, match="arrivals and departures that were forecast"):
        scaling(table, np.array([10.0, 5.0]), np.array([10.0, 5.0]))


@given(st.integers(0, 500))
def test_a_forecast_that_says_what_the_pattern_says_changes_nothing(seed: int) -> None:
    here = world(seed)
    base, years = here.start.mean(axis=0), here.paths.years
    median = Paths.median(years, base.shape[0], base.shape[-1])
    usual_out, usual_in = moves_of(here, median)
    ahead = FlowsAhead(usual_in[:2], usual_out[:2], np.zeros(2))
    found = course(ahead, base, here.rates, here.pattern, here.paths)
    assert found.departures == pytest.approx(np.ones((years, len(base))), rel=1e-6)
    assert found.arrivals == pytest.approx(np.ones((years, len(base))), rel=1e-6)


@given(st.integers(0, 500), st.floats(0.6, 1.4))
def test_more_moves_are_more_moves_and_fade(seed: int, times: float) -> None:
    here = world(seed, years=12)
    base = here.start.mean(axis=0)
    median = Paths.median(12, base.shape[0], base.shape[-1])
    usual_out, usual_in = moves_of(here, median)
    ahead = FlowsAhead(usual_in[:2] * times, usual_out[:2] * times, np.full(2, 0.3))
    found = course(ahead, base, here.rates, here.pattern, here.paths)
    level = np.log(found.departures).mean(axis=1)
    assert np.abs(level[-1]) <= np.abs(level[1:]).max() + 1e-9, "on its way back to the pattern"
    assert np.abs(np.diff(level[1:])).max() <= 0.3 * np.abs(np.log(times)) + 0.25, "no year jumps"
    common = np.log(found.bend(here.paths).regional.departures).mean(axis=2)
    assert np.isfinite(common).all()
