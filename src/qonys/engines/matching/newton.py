"""The last digits of the prices: where there are few of them, Newton's method on families that hesitate a little.

If a family takes a choice behind its best by `heat` e times less often, the bound becomes smooth and its curvature is
known: only torn families bend it. A dozen steps while the heat falls find what subgradients need thousands for.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from qonys.engines.matching.kernels import passes
from qonys.engines.matching.problem import Floats
from qonys.engines.matching.sheet import Sheet, choose

HALVES = 2  # blocks of families, one a thread
HEATS = (0.003, 0.001, 0.0004, 0.00015)  # of what a family gains
STEPS = 12  # at one heat
ENOUGH = 2e-6  # relative progress of a step
STIFFEST = 1e3


@dataclass(frozen=True)
class _Seen:
    """The softened bound at some prices."""

    bound: float
    slope: Floats  # (R, K): what is left over
    curvature: Floats  # (R x K, R x K)


def sharpen(sheet: Sheet, price: Floats, scale: float, pool: ThreadPoolExecutor) -> Floats:
    """Prices whose bound is the lowest of all those seen, beginning near it."""
    best, found = _bound(sheet, price, pool), price
    for heat in HEATS:
        price = _cool(sheet, price, heat * scale, pool)
        if (bound := _bound(sheet, price, pool)) < best:
            best, found = bound, price
    return found


def _bound(sheet: Sheet, price: Floats, pool: ThreadPoolExecutor) -> float:
    return choose(sheet, price, pool).total + float((price * sheet.room).sum())


def _cool(sheet: Sheet, price: Floats, heat: float, pool: ThreadPoolExecutor) -> Floats:
    seen, stiff = _look(sheet, price, heat, pool), 1e-3
    for _ in range(STEPS):
        step = np.maximum(price + _step(price, seen, stiff), 0.0)
        there = _look(sheet, step, heat, pool)
        progress = seen.bound - there.bound
        if progress > 0:
            price, seen, stiff = step, there, max(stiff / 4, 1e-6)
        else:
            stiff *= 10
        if 0 < progress < ENOUGH * abs(seen.bound) or stiff > STIFFEST:
            break
    return price


def _step(price: Floats, seen: _Seen, stiff: float) -> Floats:
    """Newton's step where prices may move; a price of nothing that wants to fall stays."""
    free = np.flatnonzero(~((price <= 0) & (seen.slope > 0)))
    matrix = seen.curvature[np.ix_(free, free)]
    diagonal = matrix.diagonal()
    matrix[np.arange(len(free)), np.arange(len(free))] += stiff * (diagonal + 0.01 * diagonal.mean()) + 1e-9
    step = np.zeros(price.size)
    step[free] = -np.linalg.solve(matrix, seen.slope.ravel()[free])
    return step.reshape(price.shape)


def _look(sheet: Sheet, price: Floats, heat: float, pool: ThreadPoolExecutor) -> _Seen:
    edges = np.linspace(0, len(sheet.gain), HALVES + 1).astype(np.int64)
    rows = np.ascontiguousarray(price.T, dtype=np.float32)
    used, curvature = np.zeros((HALVES, *price.shape)), np.zeros((HALVES, price.size, price.size))

    def half(b: int) -> float:
        return float(
            passes.soften(
                sheet.gain, sheet.need, sheet.fresh, rows, heat, edges[b], edges[b + 1], used[b], curvature[b]
            )
        )

    total = sum(pool.map(half, range(HALVES)))
    return _Seen(total + float((price * sheet.room).sum()), sheet.room - used.sum(axis=0), curvature.sum(axis=0))
