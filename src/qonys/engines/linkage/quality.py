"""How good a linkage is, with its uncertainty: counted where the truth is known, estimated where clerks looked."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.vocabulary.shares import wilson

BINS = 10


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval (Wilson), and of how many it is."""

    value: float
    low: float
    high: float
    of: int


@dataclass(frozen=True)
class Quality:
    precision: Share
    recall: Share

    @property
    def f1(self) -> float:
        both = self.precision.value + self.recall.value
        return 2 * self.precision.value * self.recall.value / both if both else 0.0


def share(hits: float, of: float) -> Share:
    """Of none, anything may be true."""
    if of <= 0:
        return Share(0.0, 0.0, 1.0, 0)
    p = hits / of
    middle, reach = wilson(p, of)
    return Share(p, min(p, max(0.0, middle - reach)), max(p, min(1.0, middle + reach)), round(of))


def counted(true: NDArray[np.bool_], taken: NDArray[np.bool_], all_true: int) -> Quality:
    """Where the truth of every pair is known. `all_true`: pairs of one person that exist, found or not."""
    hits = int((true & taken).sum())
    return Quality(share(hits, int(taken.sum())), share(hits, all_true))


def pairs_of_persons(persons: Sequence[Hashable]) -> int:
    """How many pairs of records are of one person."""
    _, counts = np.unique(np.asarray(persons), return_counts=True)
    return int((counts * (counts - 1) // 2).sum())


def calibration_error(probability: NDArray[np.float64], true: NDArray[np.bool_], bins: int = BINS) -> float:
    """Expected calibration error: how far, on average, the told probability is from the share that is true."""
    if not len(probability):
        return 0.0
    place = np.minimum((probability * bins).astype(int), bins - 1)
    told = np.bincount(place, probability, bins)
    was = np.bincount(place, true.astype(float), bins)
    return float(np.abs(told - was).sum() / len(probability))


@dataclass(frozen=True)
class Stratum:
    """Pairs of one band of probability: how many there are, how many clerks saw, and called the same."""

    pairs: int
    looked_at: int
    same: int


def sampled(taken: Sequence[Stratum], left: Sequence[Stratum]) -> Quality:
    """Precision over strata above the threshold and recall over all, from clerical samples weighted by stratum.

    The interval is that of a sample as large as the weighted one really weighs (Kish).
    """
    right, right_of = _weighted(taken)
    missed, _ = _weighted(left)
    precision = share(_ratio(right, sum(each.pairs for each in taken)) * right_of, right_of)
    weight = _effective([*taken, *left])
    recall = share(_ratio(right, right + missed) * weight, weight)
    return Quality(precision, recall)


def _weighted(strata: Sequence[Stratum]) -> tuple[float, float]:
    """Estimated true pairs, and the size of the sample they were estimated from."""
    seen = [each for each in strata if each.looked_at]
    return sum(each.pairs * each.same / each.looked_at for each in seen), _effective(seen)


def _effective(strata: Sequence[Stratum]) -> float:
    seen = [each for each in strata if each.looked_at]
    weights = sum(each.pairs for each in seen)
    squares = sum(each.pairs**2 / each.looked_at for each in seen)
    return weights**2 / squares if squares else 0.0


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
