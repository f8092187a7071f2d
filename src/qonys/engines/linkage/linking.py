"""From records to pairs with probabilities: block, compare, learn, weigh."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.linkage import learning
from qonys.engines.linkage.blocking import BlockCount, candidates
from qonys.engines.linkage.likeness import Levels, Sheet, lay_out, levels
from qonys.engines.linkage.model import Model, rarity
from qonys.engines.linkage.people import People

THREADS = 2
CHUNK = 200_000
CERTAIN, NEARLY_ALL = 0.95, 0.98
LARGEST_ODDS = 300.0  # as a natural logarithm: more does not fit a floating-point number squared


@dataclass(frozen=True, eq=False)
class Pairs:
    """Candidate pairs with the probability that each is one person, and how they came about."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    levels: Levels
    probability: NDArray[np.float64]
    model: Model
    counts: tuple[BlockCount, ...]

    def likely(self, least: float) -> Pairs:
        keep = self.probability >= least
        return Pairs(
            self.left[keep], self.right[keep], self.levels[keep], self.probability[keep], self.model, self.counts
        )


def link(
    people: People, side: NDArray[np.int8] | None = None, model: Model | None = None, *, seed: int = 2026
) -> Pairs:
    """Pairs of records that may be one person; with `side`, only pairs of both sides. Learns a model if none comes."""
    left, right, counts = candidates(people, side)
    sheet = lay_out(people)
    met = _compared(sheet, left, right)
    if model is None:
        rng = np.random.default_rng(seed)
        model = learning.learn(people, sheet, left, met, possible=_possible(people, side), rng=rng)
    odds = learning.log_odds(model, met, left, rarity(people))
    chance = 1.0 / (1.0 + np.exp(-odds))
    if side is not None and _each_once(left, right, chance):
        chance = _one_of_many(left, right, odds, len(people))
    return Pairs(left, right, met, chance, model, counts)


def _each_once(left: NDArray[np.int32], right: NDArray[np.int32], chance: NDArray[np.float64]) -> bool:
    """Whether neither side seems to hold anybody twice: hardly a record has two certain partners."""
    certain = chance > CERTAIN
    count = int(certain.sum())
    return count > 0 and min(len(np.unique(left[certain])), len(np.unique(right[certain]))) > NEARLY_ALL * count


def _one_of_many(
    left: NDArray[np.int32], right: NDArray[np.int32], odds: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Probabilities where a record has at most one partner: what speaks for another pair speaks against this one."""
    ratio = np.exp(np.minimum(odds, LARGEST_ODDS))
    of_left = np.bincount(left, ratio, size)
    of_right = np.bincount(right, ratio, size)
    return np.asarray(ratio / (1.0 + of_left[left] + of_right[right] - ratio))


def _possible(people: People, side: NDArray[np.int8] | None) -> float:
    """Pairs that could be made of the records at all."""
    size = float(len(people))
    if side is None:
        return size * (size - 1) / 2
    second = float(side.sum())
    return (size - second) * second


def _compared(sheet: Sheet, left: NDArray[np.int32], right: NDArray[np.int32]) -> Levels:
    starts = range(0, max(len(left), 1), CHUNK)
    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(lambda at: levels(sheet, left[at : at + CHUNK], right[at : at + CHUNK]), starts)
        return np.concatenate(list(parts))
