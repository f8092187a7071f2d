"""Small invented countries for the laws of projection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from hypothesis import strategies as st
from numpy.typing import NDArray

from qonys.engines.projection.paths import NationalPaths, Paths, RegionalPaths
from qonys.engines.vocabulary.life_table import survival_from_mx
from qonys.engines.vocabulary.rates import NationalRates, RegionalPattern

FIRST_YEAR = 2030


@dataclass(frozen=True)
class World:
    """A country of R territories with ages 0..A, its rates for T years and J disturbed trajectories."""

    start: NDArray[np.float64]  # (J, R, 2, A+1)
    rates: NationalRates
    pattern: RegionalPattern
    paths: Paths


def world(seed: int, territories: int = 3, ages: int = 12, years: int = 4, trajectories: int = 5) -> World:
    """An invented country: every rate is random, and nothing in it is balanced by design."""
    dice = np.random.default_rng(seed)
    start = dice.uniform(0, 1000, (trajectories, territories, 2, ages))
    return World(
        start,
        _rates(dice, ages, years),
        _pattern(dice, territories, ages),
        _paths(dice, territories, ages, years, trajectories),
    )


worlds = st.builds(
    world,
    seed=st.integers(0, 2**32 - 1),
    territories=st.integers(1, 4),
    ages=st.integers(4, 12),
    trajectories=st.sampled_from([1, 5, 33]),
)


def labelled(values: NDArray[np.float64], *dims: str) -> xr.DataArray:
    return xr.DataArray(values, dims=dims)


def _rates(dice: np.random.Generator, ages: int, years: int) -> NationalRates:
    mx = dice.uniform(0.001, 0.4, (years, 2, ages))
    fertility = dice.uniform(0, 0.4, (years, ages))
    time = FIRST_YEAR + np.arange(years)
    return NationalRates(
        survival=xr.DataArray(survival_from_mx(mx), coords={"time": time}, dims=("time", "sex", "age")),
        fertility=labelled(fertility, "time", "age"),
        sex_ratio_at_birth=labelled(dice.uniform(1.0, 1.1, years), "time"),
        immigrants=labelled(dice.uniform(0, 100, (years, 2, ages)), "time", "sex", "age"),
        emigrants=labelled(dice.uniform(0, 400, (years, 2, ages)), "time", "sex", "age"),
    )


def _pattern(dice: np.random.Generator, territories: int, ages: int) -> RegionalPattern:
    moves = dice.uniform(0, 0.9 / territories, (territories, territories, 2, ages))
    moves[np.arange(territories), np.arange(territories)] = 0.0

    def shares() -> xr.DataArray:
        weights = dice.uniform(0.1, 1, (territories, 2, ages))
        return labelled(weights / weights.sum(axis=0), "territory", "sex", "age")

    return RegionalPattern(
        fertility=labelled(dice.uniform(0.3, 2, (territories, ages)), "territory", "age"),
        mortality=labelled(dice.uniform(0.3, 2, (territories, 2, ages)), "territory", "sex", "age"),
        internal_migration=labelled(moves, "origin", "destination", "sex", "age"),
        immigrants=shares(),
        emigrants=shares(),
    )


def _paths(dice: np.random.Generator, territories: int, ages: int, years: int, trajectories: int) -> Paths:
    def factors(*shape: int) -> NDArray[np.float64]:
        return np.exp(dice.normal(0, 0.3, shape))

    local = [factors(years, trajectories, territories).astype(np.float32) for _ in range(4)]
    nation = NationalPaths(
        fertility=factors(years, trajectories),
        mortality_index=dice.normal(0, 0.3, (years, trajectories, 2)),
        mortality_shape=dice.uniform(0, 1, (2, ages)),
        immigrants=factors(years, trajectories),
        emigrants=factors(years, trajectories),
    )
    return Paths(nation, RegionalPaths(*local))
