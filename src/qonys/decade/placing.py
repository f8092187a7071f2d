"""One year's families to the places that have room for them: by gain, and a few by lot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

NOWHERE = -1
Solve = Callable[[Floats, Floats, Floats], Numbers]  # gain, need, room -> place of each family, or NOWHERE


@dataclass(frozen=True)
class Placed:
    """Of the families asked about: where to, by lot or not, and with which chance the lot sent it there."""

    place: Numbers  # NOWHERE: it waits
    by_lot: NDArray[np.bool_]
    propensity: Floats


def place_year(gain: Floats, need: Floats, room: Floats, drawn: NDArray[np.bool_], order: Floats, solve: Solve) -> Placed:
    """`gain`: families x places; `room`: places x resources, never exceeded.

    Families drawn for the lot go first, each to any place that has room for it, all with the same chance; what is left
    is filled by gain.
    """
    left = room.copy()
    place, chance = np.full(len(gain), NOWHERE), np.ones(len(gain))
    for family in np.flatnonzero(drawn):
        open_ = np.flatnonzero((left >= need[family]).all(axis=1))
        if len(open_):
            place[family], chance[family] = open_[np.argmin(order[family, open_])], 1 / len(open_)
            left[place[family]] -= need[family]
    others = np.flatnonzero(~drawn)
    place[others] = solve(gain[others], need[others], left)
    return Placed(place, drawn & (place != NOWHERE), chance)
