"""A placement solved: prices first, then whole families, then the certificate."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from qonys.engines.matching import search, simple
from qonys.engines.matching.bound import upper_bound
from qonys.engines.matching.kernels import moving, taking
from qonys.engines.matching.plan import Plan
from qonys.engines.matching.prices import descend
from qonys.engines.matching.problem import UNPLACED, Floats, Placement, Places
from qonys.engines.matching.sheet import Sheet, choose, threads
from qonys.engines.matching.torn import Torn, torn

SAMPLE = 8_000  # families whose prices the search for prices begins with
MOVES_A_SECOND = 400_000  # of both searches together, on a slow machine


@dataclass(frozen=True)
class Budget:
    """How long to look. The plan depends on `seconds` and the seed, not on the machine, unless `clock` cuts it short.

    The engine has no clock of its own: whoever calls may hand one in (say time.monotonic) so that a slow machine ends
    in time too.
    """

    seconds: float = 20.0
    clock: Callable[[], float] | None = None


def solve(problem: Placement, seed: int = 0, budget: Budget = Budget(), start: Plan | None = None) -> Plan:
    """The plan; `start` is a plan of nearly the same placement, whose prices and places are the beginning."""
    began = budget.clock() if budget.clock else 0.0

    def late(share: float) -> bool:
        return budget.clock is not None and budget.clock() - began > share * budget.seconds

    sheet = Sheet.of(problem)
    if not len(sheet.family):
        return _plan(problem, problem.fixed.copy(), np.zeros(problem.capacity.shape))
    with threads() as pool:
        price = _prices(sheet, start, pool, lambda: late(0.4))
        place = _places(problem, sheet, price, seed, budget, start, pool, lambda: late(0.9))
    return _plan(problem, place, price)


def _prices(sheet: Sheet, start: Plan | None, pool: ThreadPoolExecutor, stop: Callable[[], bool]) -> Floats:
    price = start.price if start is not None else np.full(sheet.room.shape, 0.1 * _scale(sheet))
    every = len(sheet.family) // SAMPLE
    if start is None and every > 1:
        price = descend(sheet.sample(every), price, 400, pool, until=1e-4, stop=stop).price
    large = sheet.gain.size > 10_000_000
    aim = 0.05 if every <= 1 and start is None else 0.005
    return descend(sheet, price, 250 if large else 800, pool, aim=aim, until=1e-6, stop=stop).price


def _scale(sheet: Sheet) -> float:
    """What a family gains somewhere, roughly: prices begin at a part of it."""
    few = sheet.gain[:: max(1, len(sheet.gain) // 1_000)].max(axis=1)
    few = few[np.isfinite(few) & (few > 0)]
    return float(few.mean()) if few.size else 1.0


def _places(
    problem: Placement, sheet: Sheet, price: Floats, seed: int, budget: Budget, start: Plan | None,
    pool: ThreadPoolExecutor, stop: Callable[[], bool],
) -> Places:  # fmt: skip
    chosen = choose(sheet, price, pool)
    cells = int((price > 0).sum())
    few = torn(sheet, price, chosen, families=max(4_000, 10 * cells), places=8)
    now = _start(few, start, sheet)
    scale = _scale(sheet)
    hot = max(min(0.1 * scale, few.width / 2), 1e-6 * scale)
    heat = hot, min(0.003 * scale, hot / 50)
    found = search.improve(few, now, int(MOVES_A_SECOND * budget.seconds), heat, seed, pool, stop)
    return _better(problem, _whole(problem, sheet, few, found), simple.by_gain(problem, sheet))


def _start(few: Torn, start: Plan | None, sheet: Sheet) -> moving.Standing:
    """Where the families of an earlier plan still fit they stay; the others go by their regret."""
    now = search.begin(few)
    if start is not None:
        before = start.place[sheet.family[few.rows]]
        for i in np.flatnonzero(before >= 0):
            columns = np.arange(few.start[i], few.start[i + 1])
            same = columns[few.where[columns] == before[i]]
            if same.size and (few.need[i] <= now.free[before[i]] + 1e-9).all():
                moving.enter(i, same[0], few.options, few.needs, now)
    rest = np.flatnonzero(now.at < 0)
    moving.settle(rest, few.options, few.needs, now)
    return now


def _whole(problem: Placement, sheet: Sheet, few: Torn, at: search.Ints) -> Places:
    """All families: the locked, the settled, the torn; last, whoever still finds room somewhere."""
    place = few.settled.copy()
    place[few.rows[at >= 0]] = few.where[at[at >= 0]]
    free = sheet.room.copy()
    here = np.flatnonzero(place >= 0)
    np.subtract.at(free, place[here], sheet.need[here])
    order = np.argsort(-sheet.gain.max(axis=1), kind="stable")
    taking.in_order(order[place[order] < 0], sheet.gain, sheet.need, free, place)
    whole = np.where(problem.fixed >= 0, problem.fixed, UNPLACED).astype(np.int32)
    whole[sheet.family] = place
    return whole


def _better(problem: Placement, first: Places, second: Places) -> Places:
    return first if problem.value(first) >= problem.value(second) else second


def _plan(problem: Placement, place: Places, price: Floats) -> Plan:
    return Plan(problem, place, problem.value(place), upper_bound(problem, price), price)
