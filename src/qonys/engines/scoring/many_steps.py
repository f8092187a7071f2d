"""The ladder of many people at once: what each step adds to each of them, computed again only where it can matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qonys.engines.scoring.people import People, demand_complete
from qonys.engines.scoring.program import ladder_program
from qonys.engines.scoring.rules import RuleSet, Step
from qonys.engines.scoring.scores import THREADS, run


@dataclass(frozen=True)
class Gains:
    """`gain` (steps, persons): 0 where the step changes nothing for the person."""

    steps: tuple[Step, ...]
    total: np.ndarray
    gain: np.ndarray

    def reaches(self, cut_off: int) -> np.ndarray:
        """(steps, persons): who would reach the cut-off by this one step and does not without it."""
        return np.asarray((self.total < cut_off) & (self.total + self.gain >= cut_off))


def gains(rules: RuleSet, people: People, steps: Sequence[Step] | None = None, threads: int = THREADS) -> Gains:
    """What each step of the rule set, or of `steps`, adds. Raises MissingCell where a fact is unknown."""
    demand_complete(rules, people)
    chosen = tuple(rules.steps if steps is None else steps)
    changes = [{name: rules.by_name[name].kind.code(value) for name, value in step.changes.items()} for step in chosen]
    total = np.empty(len(people), dtype=np.int32)
    gain: np.ndarray = np.empty((len(chosen), len(people)), dtype=_narrow(rules))
    run(ladder_program(rules, changes), people, threads, totals=total, gains=gain)
    return Gains(chosen, total, gain)


def _narrow(rules: RuleSet) -> type:
    """What holds the largest gain there can be: the whole width of the total."""
    low = sum(item.bounds[0] for item in rules.items)
    high = sum(item.bounds[1] for item in rules.items)
    return np.int16 if high - low <= np.iinfo(np.int16).max else np.int32
