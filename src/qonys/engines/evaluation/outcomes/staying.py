"""Who stays: retention by years since arrival, with those who are still there counted as what they are, not yet gone.

A family followed for two years says nothing of its fifth; leaving it out, or counting it as staying, would both lie.
`kaplan_meier` says what was seen; `retention` turns chances of one year into chances of many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from qonys.engines.evaluation.outcomes.pooling import Trials
from qonys.engines.vocabulary.errors import OutOfRange

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """The share still there at the end of each year, with the central interval of `level`."""

    stays: Floats
    low: Floats
    high: Floats
    at_risk: Floats  # families at the beginning of the year
    level: float = 0.95


@dataclass(frozen=True)
class PersonYears:
    """Families by type, place and year since arrival: how many began the year there, how many left in it."""

    began: Floats
    left: Floats

    @property
    def stayed(self) -> Trials:
        """Staying as what happens, so that a step which makes leaving rarer is a rising one."""
        return Trials(self.began - self.left, self.began)

    def over_all(self) -> tuple[Floats, Floats]:
        return self.began.sum(axis=(0, 1)), self.left.sum(axis=(0, 1))


def kaplan_meier(began: ArrayLike, left: ArrayLike, level: float = 0.95) -> Curve:
    """Product of yearly shares; intervals on the log-minus-log scale (Greenwood), which keeps them within 0 and 1."""
    at_risk, gone = np.asarray(began, dtype=np.float64), np.asarray(left, dtype=np.float64)
    if (gone > at_risk).any() or (gone < 0).any():
        raise OutOfRange("more families left than were there.", where="retention", remedy="Count each family once.")
    share = np.where(at_risk > 0, 1 - gone / np.maximum(at_risk, 1), np.nan)
    stays = np.cumprod(share, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(np.where(at_risk > gone, gone / (at_risk * (at_risk - gone)), np.inf))
        wide = ndtri((1 + level) / 2) * np.sqrt(greenwood) / np.abs(np.log(stays))
        low, high = stays ** np.exp(wide), stays ** np.exp(-wide)
    certain = (stays == 1) | (stays == 0)
    low, high = np.where(certain, stays, low), np.where(certain, stays, high)
    # Nobody left so far: the rule of three bounds what may yet be.
    least = np.maximum(1 - 3 / np.maximum(at_risk, 3), 0)
    low = np.where(stays == 1, least, low).astype(np.float64)
    return Curve(stays, low, high, at_risk, level)


def retention(stays_a_year: Floats) -> Floats:
    """Chances to be there after 1, 2, ... years from chances to stay each single year; years on the last axis."""
    return np.asarray(np.cumprod(stays_a_year, axis=-1))
