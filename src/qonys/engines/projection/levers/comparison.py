"""What policy alone changes: the difference of two outcomes, trajectory by trajectory.

Both share every draw of chance, so the interval of the difference is far narrower than the difference of two intervals:
what is left is how sure we are of the policy's effect.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.levers.outcome import Outcome
from qonys.engines.projection.quantiles import Summary, summarise

NOISE = 1e-9  # of the value: where people only change places, the sum of their country differs by rounding


@dataclass(frozen=True)
class Difference:
    """`other` less `one`. Summaries and shares are (years, R + 1), the nation last."""

    indicator: str
    codes: tuple[str, ...]
    years: NDArray[np.int64]
    one: Summary
    other: Summary
    change: Summary  # quantiles of the difference, not differences of quantiles
    raised: NDArray[np.float64]  # share of trajectories in which `other` is higher
    lowered: NDArray[np.float64]


def difference(one: Outcome, other: Outcome, indicator: str) -> Difference:
    """Both outcomes must come from one baseline: the same years, territories and draws."""
    years, before = one.of(indicator)
    other_years, after = other.of(indicator)
    if one.codes != other.codes or before.shape != after.shape or not np.array_equal(years, other_years):
        raise ValueError("the two outcomes do not share their years, territories and trajectories")
    change = after - before
    change[np.abs(change) <= NOISE * np.maximum(np.abs(before), 1.0)] = 0.0
    return Difference(
        indicator,
        one.codes,
        years,
        summarise(before),
        summarise(after),
        summarise(change),
        np.asarray((change > 0).mean(axis=-1)),
        np.asarray((change < 0).mean(axis=-1)),
    )
