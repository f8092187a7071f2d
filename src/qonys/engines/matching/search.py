"""From prices to whole families: a start by the prices, then millions of moves, two at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from qonys.engines.matching.kernels import moving
from qonys.engines.matching.problem import Floats
from qonys.engines.matching.torn import Torn

Ints = NDArray[np.int64]

ROUNDS = 60  # at most: how often places are divided anew between the two searches


def begin(torn: Torn, at: Ints | None = None) -> moving.Standing:
    """Everybody where `at` says (column or -1), as far as there is room; without it nobody stands anywhere."""
    families, places = len(torn.rows), len(torn.room)
    now = moving.Standing(
        np.full(families, -1, dtype=np.int64), torn.room.copy(), np.empty((places, families), dtype=np.int32),
        np.zeros(families, dtype=np.int64), np.zeros(places, dtype=np.int64),
    )  # fmt: skip
    if at is not None:
        moving.settle(at[at >= 0], torn.family, torn.options, torn.needs, now)
    return now


def settle(torn: Torn, now: moving.Standing, wish: Floats) -> None:
    """Columns in the order of the wish for them, as far as there is room."""
    order = np.argsort(-wish, kind="stable")
    moving.settle(order[wish[order] > 1e-6], torn.family, torn.options, torn.needs, now)


def worth(torn: Torn, at: Ints) -> float:
    return float(torn.worth[at[at >= 0]].sum())


def improve(
    torn: Torn, now: moving.Standing, moves: int, heat: tuple[float, float], seed: int, pool: ThreadPoolExecutor,
    enough: float = np.inf, must: Callable[[float], float] = lambda done: done,
) -> Ints:  # fmt: skip
    """The best columns found: `moves` moves while the heat falls from its first value to its second.

    Ends early when they are worth `enough`; cools faster where the clock says it must be further than it is.
    """
    options, needs = torn.options, torn.needs
    random = np.random.default_rng((seed, len(torn.rows)))
    best, found = worth(torn, now.at), np.asarray(now.at).copy()
    hot, cold = heat
    rounds = min(ROUNDS, 1 + moves // 2_000)
    for turn in range(rounds):
        done = must(turn / rounds)
        if best >= enough or done >= 1.0:
            break
        side = random.permutation(np.arange(len(torn.room)) % 2).astype(np.int8)
        mine = _sides(torn, now, side, random)
        first, last = (hot * (cold / hot) ** min(done + step / rounds, 1.0) for step in (0, 1))
        seeds = random.integers(1, 2**62, 2, dtype=np.uint64)

        shares = [round(moves / rounds * len(each) / max(len(now.at), 1)) for each in mine]
        halves = [
            pool.submit(moving.anneal, options, needs, now, side, which, mine[which], shares[which], first, last,
                        seeds[which])
            for which in range(2) if len(mine[which])
        ]  # fmt: skip
        for each in halves:
            each.result()
        if (value := worth(torn, now.at)) > best:
            best, found = value, now.at.copy()
    return found


def _sides(torn: Torn, now: moving.Standing, side: NDArray[np.int8], random: np.random.Generator) -> list[Ints]:
    """The families of either side: those who stand on it, and half of those who stand nowhere."""
    where = random.integers(0, 2, len(now.at)).astype(np.int8)
    here = np.flatnonzero(now.at >= 0)
    where[here] = side[torn.where[now.at[here]]]
    return [np.flatnonzero(where == which) for which in range(2)]
