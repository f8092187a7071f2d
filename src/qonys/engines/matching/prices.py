"""Shadow prices of everything a place has: what one more unit of it would be worth.

The dual of the placement is a convex function of prices: what sheet.room would cost plus what families would gain at
those prices. Every price vector gives an upper bound of every plan's value; the lowest bound gives the prices. It is
found by subgradient steps towards a level below the best bound (Polyak), with coordinates scaled by the root mean
square of their own history and with momentum; where the level proves unreachable it is raised.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.matching.sheet import Sheet, choose

Floats = NDArray[np.float64]

MOMENTUM = 0.8
MEMORY = 0.98  # of the mean square of a coordinate
PATIENCE = 10  # passes without progress before the level is brought nearer
NEARER = 0.7


@dataclass(frozen=True)
class Priced:
    price: Floats  # (R, K)
    bound: float  # as summed in single precision: good for steps, not for a certificate
    passes: int


def descend(
    sheet: Sheet, start: Floats, passes: int, pool: ThreadPoolExecutor,
    aim: float = 0.02, until: float = 0.0, stop: Callable[[], bool] = lambda: False,
) -> Priced:  # fmt: skip
    """Lower the bound from `start`; ends when the level stands `until` (relative) below the best bound."""
    best_price = price = start.copy()
    direction, square = np.zeros_like(price), np.zeros_like(price)
    best, gap, waited = np.inf, 0.0, 0
    for done in range(passes):
        chosen = choose(sheet, price, pool)
        bound = chosen.total + float((price * sheet.room).sum())
        if done == 0:
            gap = aim * abs(bound) + 1e-9
        if bound < best - 0.05 * gap:
            waited = 0
        else:
            waited += 1
        if bound < best:
            best, best_price = bound, price.copy()
        if waited >= PATIENCE:
            gap, waited = gap * NEARER, 0
            price, direction = best_price.copy(), direction * 0.0
            if gap < until * abs(best) or stop():
                return Priced(best_price, best, done + 1)
            continue
        slope = chosen.used - sheet.room  # where too much is asked, the price must rise
        slope[(price <= 0) & (slope < 0)] = 0.0
        square = MEMORY * square + (1 - MEMORY) * slope**2 if done else slope**2
        scaled = slope / np.sqrt(square + 1e-3 * square.mean() + 1e-12)
        direction = MOMENTUM * direction + (1 - MOMENTUM) * scaled
        slant = float((direction * slope).sum())
        if slant <= 1e-12:
            direction, slant = scaled, float((scaled * slope).sum())
        if slant <= 0:
            break
        step = (bound - best + gap) / slant
        price = np.maximum(price + step * direction, 0.0)
    return Priced(best_price, best, passes)
