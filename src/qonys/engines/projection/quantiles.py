"""Means and quantiles over trajectories, taken from one year at a time.

A forecast of 10,000 trajectories, 20 territories and 75 years has 3 billion cell values. Only the current year is ever
in memory; each cell's trajectories are gathered, sorted and reduced to a mean and a handful of quantiles, territory
by territory, in 32-bit numbers (seven digits, more than any interval deserves).
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.indicators import AgeBands, flow_indicators, stock_indicators
from qonys.engines.projection.trajectories import TrajectoryYear

PROBABILITIES = (0.025, 0.1, 0.5, 0.9, 0.975)  # the edges of the 95 % and 80 % intervals, and the median


@dataclass(frozen=True)
class Summary:
    """Mean and quantiles over trajectories; the last axis of `quantiles` follows `PROBABILITIES`."""

    mean: NDArray[np.float32]  # (...)
    quantiles: NDArray[np.float32]  # (..., 5)


@dataclass(frozen=True)
class YearSummary:
    """One year of a forecast. Arrays begin with the territories, the nation last (R + 1)."""

    stock_year: int  # people and stocks are those of 1 January of this year
    people: Summary  # (R + 1, 2, A+1)
    stocks: Mapping[str, Summary]  # (R + 1,)
    flows: Mapping[str, Summary]  # (R + 1,), events of the year before `stock_year`


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


def summarise_year(year: TrajectoryYear, bands: AgeBands, threads: int = 1) -> YearSummary:
    """Every cell and every indicator of one year, of each territory and of the nation."""
    everywhere = range(year.blocks.shape[3] + 1)
    totals = year.totals.transpose(1, 2, 0)

    def of(territory: int) -> tuple[Summary, Mapping[str, Summary], Mapping[str, Summary]]:
        people = _trajectories_of(year, territory)
        stocks = {name: summarise(values) for name, values in stock_indicators(people, bands).items()}
        flows = {name: summarise(values) for name, values in flow_indicators(totals[territory]).items()}
        return summarise(people), stocks, flows

    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(of, everywhere))
    return YearSummary(
        year.year + 1,
        stack([people for people, _, _ in parts]),
        {name: stack([stocks[name] for _, stocks, _ in parts]) for name in parts[0][1]},
        {name: stack([flows[name] for _, _, flows in parts]) for name in parts[0][2]},
    )


def stack(summaries: list[Summary]) -> Summary:
    """Several summaries as one, along a new first axis."""
    return Summary(np.stack([s.mean for s in summaries]), np.stack([s.quantiles for s in summaries]))


def _trajectories_of(year: TrajectoryYear, territory: int) -> NDArray[np.floating]:
    """People of one territory (or, past the last, of the nation), shape (2, A+1, J)."""
    blocks = year.blocks
    people = blocks.sum(axis=3) if territory == blocks.shape[3] else blocks[:, :, :, territory]
    wide = people.transpose(1, 2, 0, 3).reshape(*people.shape[1:3], -1)
    return wide[..., : year.lanes.trajectories]
