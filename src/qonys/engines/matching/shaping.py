"""What is asked of a placement beyond gains: kin together, wishes of families, nobody forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qonys.engines.matching.plan import Plan
from qonys.engines.matching.problem import FREE, Placement, Places
from qonys.engines.matching.solving import Budget, solve
from qonys.engines.vocabulary.errors import SumsDisagree

TURN = Budget(seconds=2.0)


@dataclass(frozen=True)
class Joined:
    """A placement in which kin are one row, and which rows were joined."""

    problem: Placement
    group: NDArray[np.int64]  # (families before,), row of the joined placement

    def apart(self, place: Places) -> Places:
        """Where each family of before stands."""
        return place[self.group]


def together(problem: Placement, kin: Sequence[Sequence[int]]) -> Joined:
    """Families of one kin go to one place or stay together unplaced: they are one row with their gains and needs."""
    if (problem.fixed != FREE).any():
        raise SumsDisagree("families are locked already.", remedy="Join kin first, and lock the joined rows.")
    group = np.full(problem.shape[0], -1, dtype=np.int64)
    for g, members in enumerate(kin):
        if (group[list(members)] >= 0).any():
            raise SumsDisagree("a family belongs to two kins.", value=list(members), remedy="Make one kin of them.")
        group[list(members)] = g
    alone = np.flatnonzero(group < 0)
    group[alone] = len(kin) + np.arange(len(alone))
    rows = len(kin) + len(alone)
    gain, need = np.zeros((rows, problem.shape[1])), np.zeros((rows, problem.shape[2]))
    np.add.at(gain, group, problem.gain.astype(np.float64))  # NaN stays NaN: where one may not be, none goes
    np.add.at(need, group, problem.need)
    return Joined(Placement(gain, need, problem.capacity, problem.places, problem.resources), group)


def wished(problem: Placement, wish: NDArray[np.int32], weight: float) -> Placement:
    """Gains raised where families wish to be: by `weight` for the first of their list, evenly less for the next.

    wish (n, L): places, -1 after the last. A wish opens no place that is not allowed.
    """
    gain, length = problem.gain.astype(np.float64), wish.shape[1]
    for at in range(length):
        asking = np.flatnonzero(wish[:, at] >= 0)
        gain[asking, wish[asking, at]] += weight * (1 - at / length)
    return replace(problem, gain=gain)


@dataclass(frozen=True)
class Floor:
    """At least so many of these families in these places: a district not starved, a group not served worse."""

    name: str
    families: NDArray[np.bool_]  # (n,)
    places: NDArray[np.bool_]  # (R,)
    least: int

    def reached(self, place: Places) -> int:
        here = np.flatnonzero((place >= 0) & self.families)
        return int(self.places[place[here]].sum())


@dataclass(frozen=True)
class Fair:
    """The plan under floors and what they cost; `bonus`: by how much what a floor asks for had to be raised."""

    plan: Plan  # of the raised gains; its prices are those of the fair placement
    value: float  # by the gains as given
    bound: float  # no plan that keeps the floors is worth more
    free_value: float  # of the plan without floors
    reached: tuple[int, ...]
    bonus: tuple[float, ...]
    met: bool

    @property
    def price_of_fairness(self) -> float:
        return self.free_value - self.value


def fair(problem: Placement, floors: Sequence[Floor], seed: int = 0, budget: Budget = TURN, turns: int = 12) -> Fair:
    """Raise gains where a floor is not reached, until all are or `turns` are over; says which it was."""
    plan = first = solve(problem, seed=seed, budget=budget)
    bonus = np.zeros(len(floors))
    step = 0.1 * max(first.value / max(first.placed, 1), 1e-9)
    for _ in range(turns):
        short = np.array([floor.least - floor.reached(plan.place) for floor in floors])
        if (short <= 0).all():
            break
        least = np.array([max(floor.least, 1) for floor in floors])
        bonus += np.where(short > 0, step * (0.5 + short / least), 0.0)
        step *= 1.3
        plan = solve(_raised(problem, floors, bonus), seed=seed, budget=budget, start=plan)
    reached = tuple(floor.reached(plan.place) for floor in floors)
    owed = sum(extra * floor.least for extra, floor in zip(bonus.tolist(), floors, strict=True))
    met = all(now >= floor.least for now, floor in zip(reached, floors, strict=True))
    return Fair(plan, problem.value(plan.place), plan.bound - owed, first.value, reached, tuple(bonus.tolist()), met)


def _raised(problem: Placement, floors: Sequence[Floor], bonus: NDArray[np.float64]) -> Placement:
    gain = problem.gain.astype(np.float64)
    for floor, extra in zip(floors, bonus.tolist(), strict=True):
        gain[np.ix_(floor.families, floor.places)] += extra
    return replace(problem, gain=gain)
