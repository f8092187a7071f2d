"""What another way of placing would have brought, from families placed by lot with known chances.

Only where a lot decided can one say what would have happened elsewhere: otherwise a place may look good because the
families sent there would have done well anywhere. So the chance with which each family came to its place is kept with
its outcome, and an estimate stands on those chances (inverse propensities), helped by a model that lowers the noise
and cannot bias it (doubly robust; Dudik, Langford and Li 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from qonys.engines.vocabulary.errors import OutOfRange

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Logged:
    """One row for each family placed by lot."""

    place: NDArray[np.int64]  # where it was placed
    propensity: Floats  # with which chance the lot sent it there
    outcome: Floats

    def __post_init__(self) -> None:
        if ((self.propensity <= 0) | (self.propensity > 1)).any():
            raise OutOfRange(
                "a family was placed with a chance that no lot has.",
                where="log of placements",
                remedy="Keep the chance of the draw with each family: more than 0, at most 1.",
            )


@dataclass(frozen=True)
class PolicyValue:
    """Mean outcome the policy would have brought, with its interval, and how many families speak for it."""

    value: float
    low: float
    high: float
    families: float  # effective: what the weights leave of them


def policy_value(logged: Logged, policy: Floats, model: Floats, level: float = 0.95) -> PolicyValue:
    """`policy`: families x places, the chance that it sends each family to each place; `model`: predicted outcomes."""
    rows = np.arange(len(logged.place))
    weight = policy[rows, logged.place] / logged.propensity
    surprise = logged.outcome - model[rows, logged.place]
    each = (policy * model).sum(axis=1) + weight * surprise
    half = float(ndtri((1 + level) / 2)) * float(each.std(ddof=1)) / np.sqrt(len(each))
    effective = float(weight.sum() ** 2 / max((weight**2).sum(), 1e-12))
    value = float(each.mean())
    return PolicyValue(value, value - half, value + half, effective)
