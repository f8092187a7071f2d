"""Proper scores of one probabilistic forecast given as samples: lower is better, and honesty pays.

All are in the unit of the observation. `reference.py` says the same in the words of the definitions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEVELS = (0.80, 0.95)  # central intervals that are scored and published


def interval(samples: ArrayLike, level: float) -> tuple[float, float]:
    """The central interval that holds the share `level` of the samples."""
    tail = (1.0 - level) / 2.0
    lower, upper = np.quantile(np.asarray(samples, dtype=np.float64), [tail, 1.0 - tail])
    return float(lower), float(upper)


def covered(samples: ArrayLike, observed: float, level: float) -> bool:
    """Whether the central interval of that level held what happened, bounds included."""
    lower, upper = interval(samples, level)
    return lower <= observed <= upper


def interval_score(lower: float, upper: float, observed: float, level: float) -> float:
    """Width plus a penalty for what falls outside (Gneiting and Raftery 2007, eq. 43)."""
    outside = max(lower - observed, 0.0) + max(observed - upper, 0.0)
    return upper - lower + 2.0 / (1.0 - level) * outside


def weighted_interval_score(samples: ArrayLike, observed: float, levels: tuple[float, ...] = LEVELS) -> float:
    """The median's error and the interval scores, weighted by half their tails (Bracher et al. 2021)."""
    total = 0.5 * abs(observed - float(np.median(np.asarray(samples))))
    for level in levels:
        lower, upper = interval(samples, level)
        total += (1.0 - level) / 2.0 * interval_score(lower, upper, observed, level)
    return total / (len(levels) + 0.5)


def crps(samples: ArrayLike, observed: float) -> float:
    """Continuous ranked probability score of the samples' distribution, in O(n log n).

    E|X - y| - E|X - X'| / 2, the second term from the sorted samples (Gneiting and Raftery 2007, eq. 21).
    """
    ordered = np.sort(np.asarray(samples, dtype=np.float64))
    n = len(ordered)
    ranks = 2.0 * np.arange(1, n + 1) - n - 1.0
    spread = float(ranks @ ordered) / n**2
    return float(np.abs(ordered - observed).mean()) - spread
