"""A placement solved: prices first, then whole families, then the certificate."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from qonys.engines.matching import search, simple
from qonys.engines.matching.bound import upper_bound
from qonys.engines.matching.kernels import taking
from qonys.engines.matching.newton import sharpen
from qonys.engines.matching.plan import Plan
from qonys.engines.matching.prices import descend
from qonys.engines.matching.problem import UNPLACED, Floats, Placement, Places
from qonys.engines.matching.sheet import Sheet, choose, threads
from qonys.engines.matching.torn import Torn, torn

SAMPLE = 8_000  # families with which the search for prices begins
FEW_PRICES = 1_000  # up to here Newton's method is quick
HESITATING = 0.00015  # of what a family gains: at this heat prices nearly say who goes where
MOVES_A_FAMILY = 15_000  # more find next to nothing
MOVES_A_SECOND = 800_000  # of both searches together; faster machines end earlier, with the same plan


@dataclass(frozen=True)
class Budget:
    """How long to look. The plan depends on `seconds` and the seed, not on the machine, unless `clock` cuts it short.

    The engine has no clock of its own: whoever calls may hand one in (say time.monotonic) so that a slow machine ends
    in time too. The search ends earlier where the plan is certified to `gap`.
    """

    seconds: float = 20.0
    clock: Callable[[], float] | None = None
    gap: float = 4e-5


class _Watch:
    """The caller's clock, and whether it ever changed what was done."""

    def __init__(self, budget: Budget) -> None:
        self.budget, self.cut = budget, False
        self.began = budget.clock() if budget.clock else 0.0

    @property
    def spent(self) -> float:
        """The share of its time that is over; nothing, if nobody handed in a clock."""
        return (self.budget.clock() - self.began) / self.budget.seconds if self.budget.clock else 0.0

    def late(self, share: float) -> bool:
        self.cut |= (now := self.spent > share)
        return now

    def hurry(self) -> Callable[[float], float]:
        """For the search: how far it must be, given how far it is, to end a little before the time does."""
        first = self.spent

        def must(done: float) -> float:
            time = (self.spent - first) / max(0.93 - first, 1e-3)
            self.cut |= time > done + 0.02
            return time if time > done + 0.02 else done

        return must


@dataclass(frozen=True)
class _Job:
    """One solving: what its steps share."""

    problem: Placement
    sheet: Sheet
    budget: Budget
    seed: int
    start: Plan | None
    pool: ThreadPoolExecutor
    watch: _Watch

    @property
    def scale(self) -> float:
        """What a family gains somewhere, roughly: prices begin at a part of it."""
        few = self.sheet.gain[:: max(1, len(self.sheet.gain) // 1_000)].max(axis=1)
        few = few[np.isfinite(few) & (few > 0)]
        return float(few.mean()) if few.size else 1.0

    @property
    def roomy(self) -> bool:
        """Few prices for many families: places take hundreds, and all but some families know theirs."""
        cells = self.sheet.room.size
        return cells <= FEW_PRICES and len(self.sheet.family) >= 10 * cells


def solve(problem: Placement, seed: int = 0, budget: Budget = Budget(), start: Plan | None = None) -> Plan:
    """The plan; `start` is a plan of nearly the same placement, whose prices and places are the beginning."""
    watch, sheet = _Watch(budget), Sheet.of(problem)
    if not len(sheet.family):
        return _plan(problem, problem.fixed.copy(), np.zeros(problem.capacity.shape))
    with threads() as pool:
        job = _Job(problem, sheet, budget, seed, start, pool, watch)
        price = _prices(job)
        place = _places(job, price)
    return _plan(problem, place, price, watch.cut)


def warm_up() -> None:
    """Compile, or load what was compiled, before a clock starts."""
    random = np.random.default_rng(0)
    for n, places in ((300, 2), (60, 8)):
        gain, need = random.random((n, places)).astype(np.float32), random.integers(0, 2, (n, 2)).astype(float)
        solve(Placement(gain, need, np.full((places, 2), n / places / 3)), budget=Budget(0.05))


def _prices(job: _Job) -> Floats:
    sheet, pool, start, scale = job.sheet, job.pool, job.start, job.scale
    price = start.price if start is not None else np.full(sheet.room.shape, 0.1 * scale)
    every = len(sheet.family) // SAMPLE
    sampled = start is None and every > 1
    if sampled:
        price = descend(sheet.sample(every), price, 400, pool, until=1e-4, stop=lambda: job.watch.late(0.2)).price
        if every > 10 and not job.roomy:  # many prices: a fifth of the families tells them nearly as well, in a fifth
            part = sheet.sample(5)
            price = descend(part, price, 800, pool, aim=0.003, until=1e-6, stop=lambda: job.watch.late(0.3)).price
    if job.roomy:
        if not sampled:
            price = descend(sheet, price, 300, pool, aim=0.005 if start else 0.05, until=1e-5).price
        return sharpen(sheet, price, scale, pool)
    passes = 250 if sheet.gain.size > 10_000_000 else 1_500
    aim = 0.002 if sampled or start is not None else 0.05
    return descend(sheet, price, passes, pool, aim=aim, until=1e-6, stop=lambda: job.watch.late(0.4)).price


def _places(job: _Job, price: Floats) -> Places:
    """Torn families placed by search; the others where they are best."""
    chosen = choose(job.sheet, price, job.pool)
    families, places, hot, cold = _regime(job)
    few = torn(job.sheet, price, chosen, families, places)
    now = search.begin(few, _before(job, few))
    search.settle(few, now, few.shares(price, HESITATING * job.scale))
    settled = np.flatnonzero(few.settled >= 0)
    others = float(job.sheet.gain[settled, few.settled[settled]].astype(np.float64).sum())
    bound = chosen.total + float((price * job.sheet.room).sum())
    moves = min(int(MOVES_A_SECOND * job.budget.seconds), MOVES_A_FAMILY * len(few.rows))
    found = search.improve(
        few, now, moves, (hot, cold), job.seed, job.pool,
        enough=bound / (1 + job.budget.gap) - others, must=job.watch.hurry(),
    )  # fmt: skip
    first, second = _whole(job, few, found), simple.by_gain(job.problem, job.sheet)
    return first if job.problem.value(first) >= job.problem.value(second) else second


def _regime(job: _Job) -> tuple[int, int, float, float]:
    """Families to search over, places of each, and the heat at which the search begins and ends."""
    cells, n = job.sheet.room.size, len(job.sheet.family)
    warm = 0.2 if job.start is not None else 1.0  # a plan at hand must not be melted
    if job.roomy:
        return max(3_000, 12 * cells), 4, 0.0015 * job.scale, 0.000015 * job.scale
    if n >= 10 * cells:
        return 15 * cells, 6, 0.02 * job.scale * warm, 0.0002 * job.scale
    return max(6_000, 10 * cells), 7, 0.08 * job.scale * warm, 0.002 * job.scale


def _before(job: _Job, few: Torn) -> search.Ints | None:
    """Columns of the places of an earlier plan."""
    if job.start is None:
        return None
    before = job.start.place[job.sheet.family[few.rows]]
    same = few.where == before[few.family]
    at = np.full(len(few.rows), -1, dtype=np.int64)
    at[few.family[same]] = np.flatnonzero(same)
    return at


def _whole(job: _Job, few: Torn, at: search.Ints) -> Places:
    """All families: the locked, the settled, the torn; last, whoever still finds room somewhere."""
    sheet, place = job.sheet, few.settled.copy()
    place[few.rows[at >= 0]] = few.where[at[at >= 0]]
    free = sheet.room.copy()
    here = np.flatnonzero(place >= 0)
    np.subtract.at(free, place[here], sheet.need[here])
    order = np.argsort(-sheet.gain.max(axis=1), kind="stable")
    taking.in_order(order[place[order] < 0], sheet.gain, sheet.need, free, place)
    whole = np.where(job.problem.fixed >= 0, job.problem.fixed, UNPLACED).astype(np.int32)
    whole[sheet.family] = place
    return whole


def _plan(problem: Placement, place: Places, price: Floats, cut: bool = False) -> Plan:
    return Plan(problem, place, problem.value(place), upper_bound(problem, price), price, cut)
