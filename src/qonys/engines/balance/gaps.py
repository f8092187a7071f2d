"""A gap is need minus capacity: more than zero is a shortage. It is always told with its probability.

Territories stand along the first axis and trajectories along the last. The nation comes last: its gap is the sum of
all gaps, so that a surplus here hides a shortage there; what is unmet never offsets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PROBABILITIES = (0.025, 0.1, 0.5, 0.9, 0.975)


class Standing(StrEnum):
    """A word for a probability, never shown without it."""

    SHORTAGE = "shortage"
    LIKELY_SHORTAGE = "likely_shortage"
    OPEN = "open"
    LIKELY_SURPLUS = "likely_surplus"
    SURPLUS = "surplus"


def standing(probability: float) -> Standing:
    """Nine in ten is a shortage, two in three a likely one; the same downwards."""
    if probability >= 2 / 3:
        return Standing.SHORTAGE if probability >= 0.9 else Standing.LIKELY_SHORTAGE
    if probability <= 1 / 3:
        return Standing.SURPLUS if probability <= 0.1 else Standing.LIKELY_SURPLUS
    return Standing.OPEN


@dataclass(frozen=True)
class Spread:
    """Mean and quantiles over trajectories; the last axis of `quantiles` follows PROBABILITIES."""

    mean: Floats  # (R + 1,)
    quantiles: Floats  # (R + 1, 5)


@dataclass(frozen=True)
class Gap:
    """One kind of need in one year, R territories and the nation last."""

    need: Spread
    capacity: Spread
    gap: Spread
    unmet: Spread  # the gap where it is a shortage, else zero
    probability: Floats  # (R + 1,), of a shortage
    cost: Spread  # of meeting what is unmet, in the country's currency


def gap(need: Floats, capacity: Floats, unit_cost: float) -> Gap:
    """Summarise need and capacity (R, J) at `unit_cost` money per unit."""
    short = need - capacity
    unmet = np.maximum(short, 0.0)
    with_nation = _with_nation(short)
    return Gap(
        spread(_with_nation(need)),
        spread(_with_nation(capacity)),
        spread(with_nation),
        spread(_with_nation(unmet)),
        np.asarray((with_nation > 0).mean(axis=-1)),
        spread(_with_nation(unmet) * unit_cost),
    )


def spread(values: Floats) -> Spread:
    """Over the last axis; quantiles interpolate linearly between neighbours."""
    quantiles = np.moveaxis(np.quantile(values, PROBABILITIES, axis=-1), 0, -1)
    return Spread(np.asarray(values.mean(axis=-1)), np.asarray(quantiles))


def _with_nation(values: Floats) -> Floats:
    return np.concatenate([values, values.sum(axis=0, keepdims=True)])
