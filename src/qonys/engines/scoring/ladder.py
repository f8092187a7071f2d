"""The ladder: what each thing a person can do would add, exactly, on the law's own tables; and the shortest way up.

Only steps the rule set lists are tried: what a person cannot change (an age, a sibling) is no advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from qonys.engines.scoring.assessment import Assessment
from qonys.engines.scoring.kinds import Value
from qonys.engines.scoring.reference import total
from qonys.engines.scoring.rules import RuleSet, Step

MOST_TRIED = 4_000  # combinations; beyond it the way is not called the shortest


@dataclass(frozen=True)
class Rung:
    """One step, or several together, and what they lead to."""

    steps: tuple[Step, ...]
    gain: int
    total: int
    passes: bool | None

    @property
    def months(self) -> int:
        """How long it takes, one step after another."""
        return sum(step.months for step in self.steps)


@dataclass(frozen=True)
class Path:
    """The way to a cut-off. `rung` is None where the listed steps do not lead there.

    `proven`: every cheaper way was tried.
    """

    cut_off: int
    rung: Rung | None
    proven: bool


def after(rules: RuleSet, facts: Mapping[str, Value], step: Step) -> dict[str, Value]:
    """The facts once the step is done."""
    changed = dict(facts)
    for name, aim in step.changes.items():
        kind = rules.by_name[name].kind
        if not kind.is_raised or kind.code(aim) > kind.code(facts[name]):
            changed[name] = aim
    return changed


def ladder(assessed: Assessment) -> tuple[Rung, ...]:
    """Each step that changes something for this person, the largest gain first."""
    rules, facts = assessed.rules, assessed.facts
    rungs = [_rung(assessed, (step,)) for step in rules.steps if after(rules, facts, step) != facts]
    return tuple(sorted(rungs, key=lambda rung: (-rung.gain, rung.months, rung.steps[0].name)))


def path(assessed: Assessment, cut_off: int) -> Path:
    """The steps that reach the cut-off in the fewest months, one after another; few steps before many."""
    if assessed.total >= cut_off:
        return Path(cut_off, _rung(assessed, ()), True)
    rules, facts = assessed.rules, assessed.facts
    useful = [step for step in rules.steps if after(rules, facts, step) != facts]
    for tried, steps in enumerate(_cheapest_first(useful)):
        if tried >= MOST_TRIED:
            return Path(cut_off, None, False)
        rung = _rung(assessed, steps)
        if rung.total >= cut_off:
            return Path(cut_off, rung, True)
    return Path(cut_off, None, True)


def _rung(assessed: Assessment, steps: tuple[Step, ...]) -> Rung:
    rules, facts = assessed.rules, dict(assessed.facts)
    for step in steps:
        facts = after(rules, facts, step)
    reached = total(rules, facts)
    passes = None if rules.pass_mark is None else reached >= rules.pass_mark.points
    return Rung(steps, reached - assessed.total, reached, passes)


def _cheapest_first(steps: list[Step]) -> Iterator[tuple[Step, ...]]:
    """Sets of steps by months in all, then by number. No set has two steps on one field."""
    ordered = sorted(steps, key=lambda step: (step.months, step.name))
    queue: list[tuple[int, int, tuple[int, ...]]] = [(step.months, 1, (place,)) for place, step in enumerate(ordered)]
    queue.sort()
    while queue:
        months, size, places = heappop(queue)
        yield tuple(ordered[place] for place in places)
        touched = {name for place in places for name in ordered[place].changes}
        for place in range(places[-1] + 1, len(ordered)):
            if touched.isdisjoint(ordered[place].changes):
                heappush(queue, (months + ordered[place].months, size + 1, (*places, place)))
