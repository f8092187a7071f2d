"""Families that come week by week, placed before the others are known.

What a place has left is dear if those still to come will want it. Who they will be is told by those who came: last
year's families and this year's so far. Each week the prices are found anew as if what is left were shared among so many
of them as are still expected; then the week's families go where their surplus at these prices is largest, within what
is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from qonys.engines.matching.prices import descend
from qonys.engines.matching.problem import UNPLACED, Floats, Placement, Places
from qonys.engines.matching.sheet import Sheet, threads
from qonys.engines.matching.solving import Budget, solve

REMEMBERED = 20_000  # past families, the latest
PASSES = 150
WEEK = Budget(seconds=0.05)


@dataclass(frozen=True)
class Desk:
    """What is left, who came, and how many are still expected, the next batch included."""

    free: Floats  # (R, K)
    gain: Floats  # (past families, R), as those of a placement
    need: Floats  # (past families, K)
    expected: int
    price: Floats  # (R, K)

    @staticmethod
    def open(capacity: Floats, gain: Floats, need: Floats, expected: int) -> Desk:
        """`gain` and `need` of past families stand for those to come."""
        desk = Desk(capacity, np.asarray(gain, dtype=np.float32), need, expected, np.zeros(capacity.shape))
        return replace(desk, price=desk._prices(passes=8 * PASSES, aim=0.05))

    def next(self, gain: Floats, need: Floats, seed: int = 0) -> tuple[Desk, Places]:
        """The desk after this batch, and where its families go; -1 where nothing left is worth its price."""
        batch = np.asarray(gain, dtype=np.float32)
        known = replace(
            self,
            gain=np.concatenate([self.gain, batch])[-REMEMBERED:],
            need=np.concatenate([self.need, need])[-REMEMBERED:],
            expected=max(self.expected, len(batch)),
        )
        known = replace(known, price=known._prices(passes=PASSES, aim=0.005))
        surplus = batch - (need @ known.price.T).astype(np.float32)
        surplus[surplus <= 0] = np.nan
        place = solve(Placement(surplus, need, known.free), seed=seed, budget=WEEK).place
        used = Placement(batch, need, known.free).used(place)
        return replace(known, free=known.free - used, expected=max(known.expected - len(batch), 0)), place

    def _prices(self, passes: int, aim: float) -> Floats:
        """What is left, blown up to as many families as are remembered, is worth this much."""
        if not len(self.gain) or self.expected == 0:
            return np.zeros(self.free.shape)
        share = len(self.gain) / self.expected
        sheet = Sheet.of(Placement(self.gain, self.need, self.free))
        sheet = replace(sheet, room=self.free * share)
        start = self.price if self.price.any() else np.full(self.free.shape, 0.1)
        with threads() as pool:
            return descend(sheet, start, passes, pool, aim=aim, until=1e-5).price


def first_come(capacity: Floats, batches: list[tuple[Floats, Floats]]) -> list[Places]:
    """What is done without prices: each family in turn to the best place with room."""
    free, found = capacity.copy(), []
    for gain, need in batches:
        place = np.full(len(gain), UNPLACED, dtype=np.int32)
        for i in range(len(gain)):
            fits = (need[i] <= free + 1e-9).all(axis=1) & (np.nan_to_num(gain[i], nan=-1.0) > 0)
            if fits.any():
                r = int(np.where(fits, gain[i], -np.inf).argmax())
                place[i] = r
                free[r] -= need[i]
        found.append(place)
    return found
