"""The ladder: what each thing a person can do would add, exactly, on the law's own tables; and the shortest way up.

Only steps the rule set lists are tried: what a person cannot change (an age, a sibling) is no advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from qonys.engines.scoring.assessment import Assessment
from qonys.engines.scoring.kinds import Sort, Value
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
    months: int  # how long it takes, one step after another


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


def months_left(rules: RuleSet, facts: Mapping[str, Value], step: Step) -> int:
    """How long a step takes somebody who is part of the way: of ten years eight are done, A1 is behind who learns B1.

    Of a number, the part that is missing; otherwise less what the last step reached took, of those it comes after.
    """
    if after(rules, facts, step) == facts:
        return 0
    (name, aim), *more = step.changes.items()
    have = facts[name]
    if not more and rules.by_name[name].kind.sort is Sort.WHOLE and isinstance(have, int) and isinstance(aim, int):
        return step.months if aim <= 0 else -(-step.months * (aim - max(have, 0)) // aim)
    return step.months - _behind(rules, facts, step)


def _behind(rules: RuleSet, facts: Mapping[str, Value], step: Step) -> int:
    by_name = {each.name: each for each in rules.steps}
    while step.after:
        step = by_name[step.after]
        if after(rules, facts, step) == facts:
            return step.months
    return 0


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
    for tried, steps in enumerate(_cheapest_first([(months_left(rules, facts, step), step) for step in useful])):
        if tried >= MOST_TRIED:
            return Path(cut_off, None, False)
        rung = _rung(assessed, steps)
        if rung.total >= cut_off:
            return Path(cut_off, rung, True)
    return Path(cut_off, None, True)


def _rung(assessed: Assessment, steps: tuple[Step, ...]) -> Rung:
    rules, facts, months = assessed.rules, dict(assessed.facts), 0
    for step in steps:
        months += months_left(rules, facts, step)
        facts = after(rules, facts, step)
    reached = total(rules, facts)
    passes = None if rules.pass_mark is None else reached >= rules.pass_mark.points
    return Rung(steps, reached - assessed.total, reached, passes, months)


def _cheapest_first(steps: list[tuple[int, Step]]) -> Iterator[tuple[Step, ...]]:
    """Sets of steps by months in all, then by number. No set has two steps on one field."""
    ordered = sorted(steps, key=lambda each: (each[0], each[1].name))
    queue: list[tuple[int, int, tuple[int, ...]]] = [(months, 1, (at,)) for at, (months, _) in enumerate(ordered)]
    while queue:
        months, size, places = heappop(queue)
        yield tuple(ordered[place][1] for place in places)
        touched = {name for place in places for name in ordered[place][1].changes}
        for place in range(places[-1] + 1, len(ordered)):
            more, step = ordered[place]
            if touched.isdisjoint(step.changes):
                heappush(queue, (months + more, size + 1, (*places, place)))
