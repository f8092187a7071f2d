"""Invented records of flows: every figure follows from a seed."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from qonys.engines.flows.history import Floats, History, pair_positions
from qonys.engines.flows.tidying import Records


def names(count: int) -> tuple[str, ...]:
    return tuple(f"R{number:02d}" for number in range(count))


def flows(seed: int, regions: int = 4, length: int = 10, per_year: int = 1, size: float = 500.0) -> Floats:
    """(length, n): gravity-like levels, wandering shares, seasons, Poisson counts."""
    luck = np.random.default_rng(seed)
    origin, destination = pair_positions(regions)
    mass = np.exp(luck.normal(0, 0.8, regions))
    level = size * mass[origin] * mass[destination]
    wander = np.cumsum(luck.normal(0, 0.05, (length, origin.size)), axis=0)
    nation = np.cumsum(luck.normal(0, 0.03, length))[:, None]
    season = np.tile(luck.normal(0, 0.1, per_year), -(-length // per_year))[:length, None]
    return luck.poisson(level * np.exp(wander + nation + season)).astype(float)


def history(seed: int, regions: int = 4, length: int = 10, per_year: int = 1, size: float = 500.0) -> History:
    record = flows(seed, regions, length, per_year, size)
    return History.complete(names(regions), 2001 * per_year, record, per_year)


def records(given: History) -> Records:
    """The rows of a file that holds exactly this history."""
    period, pair = (axis.ravel() for axis in np.indices(given.flows.shape))
    ends = given.origin[pair], given.destination[pair]
    return Records(given.regions, given.per_year, *ends, given.first + period, given.flows.ravel())


def chosen(given: Records, rows: np.ndarray) -> Records:
    columns = given.origin[rows], given.destination[rows], given.period[rows], given.value[rows]
    return Records(given.regions, given.per_year, *columns)


@st.composite
def histories(draw: st.DrawFn, per_year: int = 1) -> History:
    """Small records: two to five territories, one to fourteen periods, from near-empty to large flows."""
    seed, regions = draw(st.integers(0, 10_000)), draw(st.integers(2, 5))
    length, size = draw(st.integers(1, 14)), draw(st.sampled_from([0.5, 20.0, 5_000.0]))
    record = flows(seed, regions, length, per_year, size)
    record[:, 0] += 1.0  # a file where nobody moves is refused elsewhere
    return History.complete(names(regions), 2001 * per_year, record, per_year)
