"""Quantiles of every cell, taken from one year at a time.

A forecast of 10,000 trajectories, 20 territories and 75 years has 3 billion cell values. Only the current year is ever
in memory; each cell's trajectories are gathered, sorted and reduced to a mean and a handful of quantiles, territory
by territory, in 32-bit numbers (seven digits, more than any interval deserves).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.trajectories import TrajectoryYear

PROBABILITIES = (0.025, 0.1, 0.5, 0.9, 0.975)  # the edges of the 95 % and 80 % intervals, and the median


@dataclass(frozen=True)
class Summary:
    """Mean and quantiles over trajectories; the last axis follows `PROBABILITIES`."""

    mean: NDArray[np.float32]  # (...)
    quantiles: NDArray[np.float32]  # (..., 5)


def summarise(values: NDArray[np.floating]) -> Summary:
    """Over the last axis, the trajectories. Quantiles interpolate linearly between neighbours (Hyndman-Fan 7)."""
    mean = values.mean(axis=-1, dtype=np.float64).astype(np.float32)
    ordered = np.sort(values.astype(np.float32), axis=-1)
    last = values.shape[-1] - 1
    quantiles = np.empty((*values.shape[:-1], len(PROBABILITIES)), dtype=np.float32)
    for i, probability in enumerate(PROBABILITIES):
        below = int(np.floor(probability * last))
        above = min(below + 1, last)
        weight = np.float32(probability * last - below)
        quantiles[..., i] = ordered[..., below] * (1 - weight) + ordered[..., above] * weight
    return Summary(mean, quantiles)


def summarise_people(year: TrajectoryYear, threads: int = 1) -> Summary:
    """Every cell of every territory and, last, of the nation: mean (R + 1, 2, A+1), quantiles (R + 1, 2, A+1, 5)."""
    territories = year.blocks.shape[3]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda r: summarise(_trajectories_of(year, r)), range(territories + 1)))
    return Summary(np.stack([p.mean for p in parts]), np.stack([p.quantiles for p in parts]))


def _trajectories_of(year: TrajectoryYear, territory: int) -> NDArray[np.floating]:
    """People of one territory (or, past the last, of the nation), shape (2, A+1, J)."""
    blocks = year.blocks
    people = blocks.sum(axis=3) if territory == blocks.shape[3] else blocks[:, :, :, territory]
    wide = people.transpose(1, 2, 0, 3).reshape(*people.shape[1:3], -1)
    return wide[..., : year.lanes.trajectories]
