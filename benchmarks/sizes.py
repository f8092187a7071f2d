"""An invented country of any size for the benchmarks: the shapes are real, the people are not."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.projection.paths import NationalPaths, Paths, RegionalPaths
from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.life_table import survival_from_mx
from qonys.engines.vocabulary.rates import NationalRates, RegionalPattern

FIRST_YEAR, AGES = 2026, 101
AGE = np.arange(AGES)
PEOPLE = 20e6


def rates(years: int) -> NationalRates:
    """A Gompertz country with a TFR of 2.5 and 15,000 immigrants a year."""
    infants = 0.005 * np.exp(-1.5 * AGE)
    mx = np.stack([np.exp(-9.2 + 0.085 * AGE) + infants, np.exp(-10.0 + 0.09 * AGE) + infants])
    mothers = np.where((AGE >= 15) & (AGE < 50), np.exp(-(((AGE - 28) / 7) ** 2)), 0.0)
    movers = np.exp(-(((AGE - 25) / 12) ** 2)) + 0.05
    people = np.stack([movers, movers]) / movers.sum() / 2
    time = FIRST_YEAR + np.arange(years)
    return NationalRates(
        xr.DataArray(np.repeat(survival_from_mx(mx)[None], years, 0), {"time": time}, ("time", "sex", "age")),
        xr.DataArray(np.repeat((2.5 * mothers / mothers.sum())[None], years, 0), dims=("time", "age")),
        xr.DataArray(np.full(years, 1.06), dims=("time",)),
        xr.DataArray(np.repeat(15_000 * people[None], years, 0), dims=("time", "sex", "age")),
        xr.DataArray(np.repeat(12_000 * people[None], years, 0), dims=("time", "sex", "age")),
    )


def base(territories: int) -> NDArray[np.float64]:
    """(R, 2, A+1), territories of unequal size."""
    size = np.linspace(1, 10, territories)
    by_age = np.exp(-AGE / 45)
    return PEOPLE * (size / size.sum())[:, None, None] * np.stack([by_age, by_age]) / by_age.sum() / 2


def pattern(territories: int) -> RegionalPattern:
    """Every pair of territories exchanges people of every age and sex."""
    size = np.linspace(1, 10, territories)
    movers = np.exp(-(((AGE - 25) / 12) ** 2)) + 0.05
    moves = 0.03 * np.outer(1 / size, size) / territories / 3
    np.fill_diagonal(moves, 0.0)
    share = np.broadcast_to((size / size.sum())[:, None, None], (territories, 2, AGES))
    slope = np.linspace(0.7, 1.3, territories)
    return RegionalPattern(
        xr.DataArray(slope[:, None] * np.ones(AGES), dims=("territory", "age")),
        xr.DataArray(slope[::-1, None, None] * np.ones((2, AGES)), dims=("territory", "sex", "age")),
        xr.DataArray(moves[:, :, None, None] * np.ones((2, 1)) * movers, dims=("origin", "destination", "sex", "age")),
        xr.DataArray(share.copy(), dims=("territory", "sex", "age")),
        xr.DataArray(share.copy(), dims=("territory", "sex", "age")),
    )


def paths(years: int, trajectories: int, territories: int) -> Paths:
    """Disturbed in every component, so that no trajectory is like another."""
    streams = Streams(1)

    def factor(name: str, spread: float, *shape: int) -> NDArray[np.float64]:
        drawn = np.exp(spread * streams.normal(name, trajectories, years, *shape))
        return np.ascontiguousarray(np.moveaxis(drawn, 1, 0))

    def local(name: str) -> NDArray[np.float32]:
        return factor(name, 0.05, territories).astype(np.float32)

    nation = NationalPaths(
        factor("fertility", 0.1),
        np.log(factor("mortality", 0.05, 2)),
        np.ones((2, AGES)),
        factor("immigrants", 0.3),
        factor("emigrants", 0.3),
    )
    return Paths(nation, RegionalPaths(*(local(name) for name in ("f", "m", "d", "a"))))
