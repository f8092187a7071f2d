"""The families as a pass reads them: sorted by need, gains in single precision, two threads over fixed blocks."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.matching.kernels import passes
from qonys.engines.matching.problem import FREE, Floats, Placement

THREADS = 2
PART = 8_192  # families copied at a time
BLOCKS = 8  # by the size of the problem, never by the number of threads: the sums are the same bytes
SMALL = 50_000  # families x places: below, handing work to a thread costs more than the work


@contextmanager
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS) as pool:
        yield pool


@dataclass(frozen=True)
class Sheet:
    """The families the engine decides about; -inf where a place is not allowed or too small."""

    family: NDArray[np.int64]  # (n,), which family stands here
    gain: NDArray[np.float32]  # (n, R)
    need: Floats  # (n, K)
    fresh: NDArray[np.bool_]  # (n,), this need is not that of the family before
    room: Floats  # (R, K), what locked families leave

    @staticmethod
    def of(problem: Placement) -> Sheet:
        free = np.flatnonzero(problem.fixed == FREE)
        weights = np.random.default_rng(0).random(problem.need.shape[1])  # only to bring equal needs together
        family = free[np.argsort(problem.need[free] @ weights, kind="stable")]
        need = np.ascontiguousarray(problem.need[family])
        room = np.maximum(problem.capacity - problem.used(problem.fixed), 0.0)
        gain = np.empty((len(family), len(room)), dtype=np.float32)
        for first in range(0, len(family), PART):  # a copy of all gains in double precision would be twice the memory
            gain[first : first + PART] = problem.gain[family[first : first + PART]]
        fresh = _fresh(need)
        passes.bar(gain, need, fresh, room)
        return Sheet(family, gain, need, fresh, room)

    def sample(self, every: int) -> Sheet:
        """Each `every`-th family, and that part of the room."""
        need = np.ascontiguousarray(self.need[::every])
        share = len(need) / len(self.need)
        return Sheet(
            self.family[::every], np.ascontiguousarray(self.gain[::every]), need, _fresh(need), self.room * share
        )


def _fresh(need: Floats) -> NDArray[np.bool_]:
    fresh = np.ones(len(need), dtype=np.bool_)
    fresh[1:] = (need[1:] != need[:-1]).any(axis=1)
    return fresh


@dataclass(frozen=True)
class Chosen:
    """Where each family would go at the prices of the pass."""

    place: NDArray[np.int32]  # (n,), in the order of the sheet; -1: nothing is worth its price
    surplus: NDArray[np.float32]  # (n,)
    used: Floats  # (R, K)
    total: float  # the sum of surpluses


def choose(sheet: Sheet, price: Floats, pool: ThreadPoolExecutor) -> Chosen:
    """One pass at prices (R, K)."""
    n, places = sheet.gain.shape
    rows = np.ascontiguousarray(price.T, dtype=np.float32)
    place, surplus = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.float32)
    blocks = BLOCKS if sheet.gain.size > SMALL else 1
    used = np.zeros((blocks, places, price.shape[1]))
    edges = np.linspace(0, n, blocks + 1).astype(np.int64)

    def block(b: int) -> float:
        first, last = int(edges[b]), int(edges[b + 1])
        return float(passes.choose(sheet.gain, sheet.need, sheet.fresh, rows, first, last, place, surplus, used[b]))

    total = sum(pool.map(block, range(blocks)) if blocks > 1 else (block(0),))
    return Chosen(place, surplus, used.sum(axis=0), total)
