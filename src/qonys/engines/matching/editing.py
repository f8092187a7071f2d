"""What a commission changes: locks and bans, the plan solved again around them, and what each costs."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.engines.matching.plan import Plan
from qonys.engines.matching.solving import Budget, solve

WARM = Budget(seconds=0.5)


@dataclass(frozen=True)
class Edited:
    """The plan after the edits, and what they cost beside the plan before: `cost` is never hidden."""

    before: Plan
    after: Plan

    @property
    def cost(self) -> float:
        """Gain lost; negative if the search found something better on the way."""
        return self.before.value - self.after.value

    @property
    def moved(self) -> tuple[int, ...]:
        """Families that stand elsewhere now, those edited among them."""
        return tuple(int(i) for i in (self.before.place != self.after.place).nonzero()[0])


def edit(
    plan: Plan, fix: dict[int, int] | None = None, forbid: list[tuple[int, int]] | None = None, seed: int = 0,
    budget: Budget = WARM,
) -> Edited:  # fmt: skip
    """`fix` {family: place, UNPLACED, or FREE to undo}; `forbid` pairs (family, place). The rest is placed anew."""
    problem = plan.problem.forbidden(forbid) if forbid else plan.problem
    return Edited(plan, solve(problem.locked(fix or {}), seed=seed, budget=budget, start=plan))


def costs(plan: Plan, fix: dict[int, int], seed: int = 0, budget: Budget = WARM) -> dict[int, float]:
    """What each edit costs alone, by family: gain lost if it were the only one."""
    return {family: edit(plan, {family: place}, seed=seed, budget=budget).cost for family, place in fix.items()}
