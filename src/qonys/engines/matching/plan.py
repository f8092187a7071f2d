"""A plan: who goes where, what it is worth, how far at most from the best, and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from qonys.engines.matching.problem import Floats, Placement, Places


@dataclass(frozen=True)
class Price:
    """Worth of one more unit of the resource there, in units of gain."""

    place: str
    resource: str
    price: float


@dataclass(frozen=True)
class Paid:
    """What a family takes of one resource, and what that is worth to others."""

    resource: str
    amount: float
    price: float  # of one unit

    @property
    def total(self) -> float:
        return self.amount * self.price


@dataclass(frozen=True)
class Choice:
    """One place seen by one family: gain = what it takes from others + surplus."""

    place: str
    gain: float
    paid: tuple[Paid, ...]
    surplus: float
    lacking: tuple[str, ...]  # resources of which too little is left for the family beside those who stand there
    chosen: bool = False


@dataclass(frozen=True)
class Why:
    """The place chosen and the best others; `chosen` is None for a family left unplaced."""

    family: int
    chosen: Choice | None
    others: tuple[Choice, ...]
    locked: bool


@dataclass(frozen=True)
class Plan:
    """`value` never exceeds `bound`; the best plan there is lies between them."""

    problem: Placement
    place: Places  # (n,), -1: unplaced
    value: float
    bound: float
    price: Floats  # (R, K)
    cut_short: bool = False  # by the clock: a faster machine would find another plan

    @property
    def gap(self) -> float:
        """How far the plan is from the best at most, as a share of the plan."""
        return max(self.bound - self.value, 0.0) / max(abs(self.value), 1e-12)

    @property
    def placed(self) -> int:
        return int((self.place >= 0).sum())

    @property
    def free(self) -> Floats:
        """What is left of everything, (R, K)."""
        return self.problem.capacity - self.problem.used(self.place)

    @property
    def hash(self) -> str:
        """The same placement and seed give the same."""
        return hashlib.sha256(np.ascontiguousarray(self.place, dtype="<i4").tobytes()).hexdigest()

    def prices(self) -> tuple[Price, ...]:
        """Every scarce resource, the dearest first."""
        rows = np.argwhere(self.price > 0)
        found = [
            Price(self.problem.places[r], self.problem.resources[k], float(self.price[r, k])) for r, k in rows.tolist()
        ]
        return tuple(sorted(found, key=lambda each: -each.price))

    def why(self, family: int, k: int = 3) -> Why:
        """The family's place with its reasons, and the `k` places that would suit it best otherwise."""
        place = int(self.place[family])
        gain = self.problem.gain[family].astype(np.float64)
        surplus = np.where(np.isnan(gain), -np.inf, gain - self.problem.need[family] @ self.price.T)
        order = [r for r in np.argsort(-surplus, kind="stable").tolist() if np.isfinite(surplus[r]) and r != place]
        free = self.free
        return Why(
            family,
            self._choice(family, place, free) if place >= 0 else None,
            tuple(self._choice(family, r, free) for r in order[:k]),
            bool(self.problem.fixed[family] >= -1),
        )

    def _choice(self, family: int, place: int, free: Floats) -> Choice:
        problem, need = self.problem, self.problem.need[family]
        chosen = place == int(self.place[family])
        paid = tuple(
            Paid(problem.resources[k], float(need[k]), float(self.price[place, k])) for k in np.flatnonzero(need)
        )
        gain = float(problem.gain[family, place])
        short = np.flatnonzero(need > free[place] + 1e-9)
        lacking = () if chosen else tuple(problem.resources[k] for k in short)
        return Choice(problem.places[place], gain, paid, gain - sum(each.total for each in paid), lacking, chosen)
