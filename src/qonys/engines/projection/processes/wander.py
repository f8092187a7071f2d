"""How a demographic series strays from its median path: one process for all of them.

    change_t    = momentum * change_(t-1) + spread * noise_t
    deviation_t = memory * deviation_(t-1) + change_t

`momentum` makes changes persist from one year to the next (trends outlive years), `memory` below one brings
the deviation back to the median in the long run, so that intervals widen with the horizon but stay finite.
Deviations are on the scale of the series: logarithms for fertility and flows, years for life expectancy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONG_CHANGE = 5  # years; published series are often interpolated between censuses, so yearly changes look too small

SETTLED = 300  # years after which an innovation is as good as forgotten


@dataclass(frozen=True)
class Wander:
    memory: float  # 0 < memory <= 1
    momentum: float  # 0 <= momentum < 1
    spread: float  # standard deviation of the yearly innovation

    def __post_init__(self) -> None:
        if not (0 < self.memory <= 1 and 0 <= self.momentum < 1 and self.spread >= 0):
            raise ValueError(f"Not a process that can be simulated: {self}.")

    def response(self, years: int) -> Floats:
        """What an innovation of 1 leaves after 0, 1, ... years: shape (years,)."""
        response = np.empty(years)
        change, deviation = 1.0, 0.0
        for year in range(years):
            deviation = self.memory * deviation + change
            response[year] = deviation
            change *= self.momentum
        return response

    def deviation_sd(self, years: int) -> Floats:
        """Standard deviation 1, 2, ... `years` years ahead, shape (years,)."""
        return self.spread * np.sqrt(np.cumsum(self.response(years) ** 2))

    def expected(self, gap: float, change: float, years: int) -> Floats:
        """The deviation 1, 2, ... years ahead, on average, given today's deviation and latest change."""
        path = np.empty(years)
        for year in range(years):
            change *= self.momentum
            gap = self.memory * gap + change
            path[year] = gap
        return path

    def simulate(self, noise: Floats) -> Floats:
        """Deviations from standard normal `noise`, shape (years, ...): the first axis is time."""
        deviations = np.empty_like(noise)
        change = np.zeros(noise.shape[1:])
        deviation = np.zeros(noise.shape[1:])
        for year, shock in enumerate(noise):
            change = self.momentum * change + self.spread * shock
            deviation = self.memory * deviation + change
            deviations[year] = deviation
        return deviations

    def times(self, factor: float) -> Wander:
        """The same process, `factor` times as wide."""
        return replace(self, spread=self.spread * factor)


@dataclass(frozen=True)
class Prior:
    """What is believed of a process before the country's own series is read, worth `years` years of it."""

    process: Wander
    years: float
    lowest_memory: float
    highest_memory: float
    highest_momentum: float = 0.7


def fit(values: Floats, prior: Prior) -> Wander:
    """The process behind an annual series (n,), shrunk to the prior; its mean drift is not a deviation."""
    if len(values) < 2 * LONG_CHANGE:
        return prior.process
    weight = len(values) / (len(values) + prior.years)
    changes = np.diff(values) - np.mean(np.diff(values))
    momentum = _blend(_lag_one(changes), prior.process.momentum, weight)
    memory = _blend(_memory(values), prior.process.memory, weight)
    shape = Wander(
        float(np.clip(memory, prior.lowest_memory, prior.highest_memory)),
        float(np.clip(momentum, 0.0, prior.highest_momentum)),
        1.0,
    )
    variance = _blend(_innovation_variance(values, shape), prior.process.spread**2, weight)
    return shape.times(float(np.sqrt(variance)))


def _blend(own: float, prior: float, weight: float) -> float:
    return weight * own + (1.0 - weight) * prior


def _lag_one(changes: Floats) -> float:
    power = float(changes @ changes)
    return float(changes[1:] @ changes[:-1]) / power if power > 0 else 0.0


def _memory(values: Floats) -> float:
    """First-order autocorrelation about the mean, corrected for its small-sample bias (Kendall 1954)."""
    about_mean = values - values.mean()
    power = float(about_mean[:-1] @ about_mean[:-1])
    if power == 0:
        return 1.0
    estimate = float(about_mean[1:] @ about_mean[:-1]) / power
    return estimate + (1.0 + 3.0 * estimate) / len(values)


def _innovation_variance(values: Floats, shape: Wander) -> float:
    """The innovation variance that explains the long (overlapping) changes, without their mean drift.

    A change over LONG_CHANGE years holds the innovations of those years, and what earlier ones became
    meanwhile.
    """
    long_changes = values[LONG_CHANGE:] - values[:-LONG_CHANGE]
    drift = np.mean(np.diff(values)) * LONG_CHANGE
    response = shape.response(SETTLED)
    within = response[:LONG_CHANGE]
    before = response[LONG_CHANGE:] - response[:-LONG_CHANGE]
    explained = float(within @ within + before @ before)
    return float(np.mean((long_changes - drift) ** 2)) / explained
