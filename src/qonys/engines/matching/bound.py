"""The certificate: no plan whatever can be worth more than this. In double precision, rounded to the safe side.

At any prices, what all capacity would cost plus what each family would gain at its best place exceeds the value of
every plan that keeps the capacities. Anybody can add it up again from the prices alone; how they were found is no part
of the proof.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.matching.problem import FREE, Placement

Floats = NDArray[np.float64]

ROWS = 16_384  # families summed at a time: bounds the memory
# Each surplus is a sum of at most K + 2 terms and each total one of n, added pairwise: their relative error stays below
# (K + log2 n + 10) x 2**-53 of the sum of absolute terms. This is a thousand times that.
ROUNDING = 1e-12


def upper_bound(problem: Placement, price: Floats) -> float:
    """The bound at prices (R, K), locked families counted where they stand."""
    locked = problem.fixed >= 0
    room = np.maximum(problem.capacity - problem.used(problem.fixed), 0.0)
    parts = [float((price * room).sum())]
    size = abs(parts[0])
    free = np.flatnonzero(problem.fixed == FREE)
    for first in range(0, len(free), ROWS):
        rows = free[first : first + ROWS]
        cost = problem.need[rows] @ price.T
        gain = problem.gain[rows].astype(np.float64)
        surplus = np.where(np.isnan(gain) | ~_fits(problem, rows, room), 0.0, gain - cost)
        best = np.maximum(surplus.max(axis=1, initial=0.0), 0.0)
        parts.append(float(best.sum()))
        size += float((np.abs(np.nan_to_num(gain)).max(axis=1, initial=0.0) + cost.max(axis=1, initial=0.0)).sum())
    kept = problem.value(np.where(locked, problem.fixed, -1).astype(np.int32))
    return float(sum(parts) + kept + ROUNDING * (size + abs(kept)))


def _fits(problem: Placement, rows: NDArray[np.int64], room: Floats) -> NDArray[np.bool_]:
    """A family that needs more than a place has at all cannot go there, in any plan."""
    fits = np.ones((len(rows), len(room)), dtype=np.bool_)
    for k in range(room.shape[1]):
        largest = problem.need[rows, k].max(initial=0.0)
        for r in np.flatnonzero(room[:, k] < largest):
            fits[:, r] &= problem.need[rows, k] <= room[r, k] + 1e-9
    return fits
