"""Wishes of families and priorities of places: a placement from which nobody can justly walk away, if there is one.

A family and a place block a placement if the family wishes itself there more than where it stands, and the place has
room for it beside the families it ranks higher. Without sizes deferred acceptance always ends without such a pair.
With sizes and many capacities there may be no placement without one: that is searched for exactly while it is small,
and never claimed otherwise. Blocking pairs are always listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonys.engines.matching.kernels import accepting
from qonys.engines.matching.problem import UNPLACED, Floats, Places
from qonys.engines.vocabulary.errors import SumsDisagree

SLACK = 1e-9
EXHAUSTIVE = 200_000  # placements looked at one by one, at most


@dataclass(frozen=True)
class Market:
    """Who wishes what, and whom a place puts first."""

    wish: NDArray[np.int32]  # (n, L), places in the order of the family's wishes, -1 after the last
    rank: NDArray[np.int32]  # (R, n), a permutation of the families for each place; 0 comes first
    need: Floats  # (n, K)
    capacity: Floats  # (R, K)

    def __post_init__(self) -> None:
        for name, kind in (("wish", np.int32), ("rank", np.int32), ("need", np.float64), ("capacity", np.float64)):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), dtype=kind))
        n, places = len(self.wish), len(self.capacity)
        if self.rank.shape != (places, n) or len(self.need) != n or self.need.shape[1] != self.capacity.shape[1]:
            raise SumsDisagree(
                "wishes, ranks, needs and capacities speak of different families or places.",
                value=(self.wish.shape, self.rank.shape, self.need.shape, self.capacity.shape),
            )

    @staticmethod
    def of_units(wish: NDArray[np.int32], rank: NDArray[np.int32], seats: NDArray[Any]) -> Market:
        """Each family takes one seat."""
        return Market(wish, rank, np.ones((len(wish), 1)), np.asarray(seats, dtype=np.float64)[:, None])


@dataclass(frozen=True)
class Match:
    """`exists`: whether any placement without a blocking pair exists; None where that was not decided."""

    place: Places
    blocking: tuple[tuple[int, int], ...]  # family, place
    exists: bool | None

    @property
    def stable(self) -> bool:
        return not self.blocking


def stable(market: Market, exhaustive: int = EXHAUSTIVE) -> Match:
    """Deferred acceptance; where it leaves blocking pairs, every placement is tried if they are few enough."""
    place = np.empty(len(market.wish), dtype=np.int32)
    accepting.accept(
        market.wish, market.rank, market.need, market.capacity.copy(), _most(market), place
    )  # fmt: skip
    blocked = blocking(market, place)
    if not blocked:
        return Match(place, (), True)
    if np.prod((market.wish >= 0).sum(axis=1) + 1.0) > exhaustive:
        return Match(place, blocked, None)
    found = _search(market)
    return Match(place, blocked, False) if found is None else Match(found, (), True)


def blocking(market: Market, place: Places) -> tuple[tuple[int, int], ...]:
    """All pairs that block, by family and then in the order of its wishes."""
    here = np.flatnonzero(place >= 0)
    here = here[np.lexsort((market.rank[place[here], here], place[here]))]  # by place, and there by its ranks
    start = np.searchsorted(place[here], np.arange(len(market.capacity) + 1)).astype(np.int64)
    zero = np.zeros((1, market.need.shape[1]))
    taken = [
        np.concatenate([zero, np.cumsum(market.need[here[first:last]], axis=0)]) for first, last in pairwise(start)
    ]
    blocks = np.zeros(market.wish.shape, dtype=np.bool_)
    accepting.envy(
        market.wish, market.rank, market.need, market.capacity, place, start, market.rank[place[here], here],
        np.concatenate(taken), blocks,
    )  # fmt: skip
    family, at = np.nonzero(blocks)
    return tuple(zip(family.tolist(), market.wish[family, at].tolist(), strict=True))


def _most(market: Market) -> int:
    """How many families the roomiest place could hold, and one who asks."""
    smallest = np.where(market.need > 0, market.need, np.inf).min(axis=0, initial=np.inf)
    if not (market.need > 0).any(axis=1).all() or not np.isfinite(smallest).all():
        return len(market.wish) + 1
    return int(min(np.floor(market.capacity / smallest).sum(axis=1).max(initial=0), len(market.wish))) + 2


def _search(market: Market) -> Places | None:
    """The first placement without a blocking pair, of all that keep the capacities."""
    n = len(market.wish)
    place, room = np.full(n, UNPLACED, dtype=np.int32), market.capacity.copy()

    def further(i: int) -> bool:
        if i == n:
            return not blocking(market, place)
        for r in (*market.wish[i][market.wish[i] >= 0].tolist(), UNPLACED):
            if r == UNPLACED or (market.need[i] <= room[r] + SLACK).all():
                place[i] = r
                if r != UNPLACED:
                    room[r] -= market.need[i]
                if further(i + 1):
                    return True
                if r != UNPLACED:
                    room[r] += market.need[i]
        place[i] = UNPLACED
        return False

    return place if further(0) else None
