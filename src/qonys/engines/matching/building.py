"""What to build first: the price of a capacity, times the units, for its cost; and the plan solved again to check.

A price is what the first unit more is worth. The worth of many units is at most that, since each next one is worth
less: predictions are upper bounds, and `gained` says what the plan really became.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from qonys.engines.matching.plan import Plan
from qonys.engines.matching.solving import Budget, solve

CHECK = Budget(seconds=2.0)


@dataclass(frozen=True)
class Built:
    """`units` more of a resource in a place: what the prices predict, and what solving again gave."""

    place: str
    resource: str
    units: float
    predicted: float  # gain, by the price
    gained: float  # value of the new plan less that of the old
    families: int  # placed more
    cost: float

    @property
    def worth_of_cost(self) -> float:
        """Gain for one unit of cost, as solved again."""
        return self.gained / self.cost if self.cost > 0 else float("inf")


def build(
    plan: Plan, place: int, resource: int, units: float, cost: float = 1.0, seed: int = 0,
    budget: Budget = CHECK,
) -> Built:  # fmt: skip
    """One capacity more: "one more school with 300 seats there would place so many families more"."""
    capacity = plan.problem.capacity.copy()
    capacity[place, resource] += units
    after = solve(plan.problem.with_capacity(capacity), seed=seed, budget=budget, start=plan)
    # The old plan is one of the new problem's plans: what the search misses is no loss of the building.
    better = after.value > plan.value
    return Built(
        plan.problem.places[place], plan.problem.resources[resource], units,
        float(plan.price[place, resource]) * units, max(after.value - plan.value, 0.0),
        after.placed - plan.placed if better else 0, cost,
    )  # fmt: skip


def bottlenecks(
    plan: Plan, cost: Mapping[str, float] | None = None, share: float = 0.05, most: int = 5, seed: int = 0,
    budget: Budget = CHECK,
) -> tuple[Built, ...]:  # fmt: skip
    """The `most` promising capacities by price x units for their cost, each checked by solving again, best first.

    Units are the `share` of what is there, one at least; `cost` of one unit by resource, 1 where it is not given.
    """
    units = np.maximum(np.ceil(plan.problem.capacity * share), 1.0)
    each = np.array([(cost or {}).get(name, 1.0) for name in plan.problem.resources])
    promise = plan.price / each if cost else plan.price * units
    order = np.argsort(-promise, axis=None, kind="stable")[:most]
    cells = [divmod(int(flat), plan.price.shape[1]) for flat in order]
    found = [
        build(plan, r, k, float(units[r, k]), float(units[r, k] * each[k]), seed, budget)
        for r, k in cells if plan.price[r, k] > 0
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: -(one.worth_of_cost if cost else one.gained)))
