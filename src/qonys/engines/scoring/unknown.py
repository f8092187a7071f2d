"""Scores of people of whom something is unknown: from the fewest to the most points, and which papers would settle it.

Unknown is not nothing: it is every value it could still have. Where a line moves one way only with an unknown fact
(directions.py proves it), its ends are enough; other facts are tried value by value. Where that would be too much, the
spans of the lines are added up: never too narrow, and said to be wider than need be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from qonys.engines.scoring import reference
from qonys.engines.scoring.assessment import partly
from qonys.engines.scoring.directions import Direction, of_lines
from qonys.engines.scoring.formula import names
from qonys.engines.scoring.kinds import Value
from qonys.engines.scoring.rules import Field, RuleSet
from qonys.engines.scoring.spans import Span, Spans, item_span, span, spans_of

MOST_TRIED = 2_000
Codes = dict[str, int]


@dataclass(frozen=True)
class Bounds:
    """From `low` to `high` points, whatever the unknown turns out to be. `exact`: both ends can really happen."""

    rules: RuleSet
    low: int
    high: int
    exact: bool
    items: Mapping[str, tuple[int, int]]
    settle: tuple[Field, ...]  # the unknown facts that still matter; each names its document

    @property
    def settled(self) -> bool:
        return self.low == self.high

    @property
    def passes(self) -> bool | None:
        """Whether the pass mark is reached whatever comes; None while that is open, or where there is no mark."""
        mark = self.rules.pass_mark
        if mark is None or (self.low < mark.points <= self.high):
            return None
        return self.low >= mark.points


def bounds(rules: RuleSet, facts: Mapping[str, object]) -> Bounds:
    """The score of a person of whom something may be unknown (absent or None). Raises BadInput."""
    known, unknown = partly(rules, facts)
    spans = spans_of(rules, known)
    items = {item.name: item_span(item, spans) for item in rules.items}
    matters = _matters(rules, items)
    settle = tuple(rules.by_name[name] for name in unknown if name in matters)
    tried = trials(rules, tuple(field.name for field in settle))
    if tried is None:
        low, high = _summed(rules, items, spans)
        return Bounds(rules, low, high, low == high, items, settle)
    spare = {name: rules.by_name[name].kind.value(rules.by_name[name].kind.low) for name in unknown}
    totals = [reference.total(rules, {**spare, **known, **_values(rules, trial)}) for trial in tried]
    return Bounds(rules, min(totals), max(totals), True, items, settle)


def trials(rules: RuleSet, unknown: tuple[str, ...]) -> tuple[Codes, ...] | None:
    """Values of the unknown facts among which the fewest and the most points occur; None where they are too many."""
    ways = {name: _one_way(rules, name) for name in unknown}
    others = [name for name in unknown if ways[name] is None]
    kinds = [rules.by_name[name].kind for name in others]
    if 2 * prod(kind.size for kind in kinds) > MOST_TRIED:
        return None
    lowest = {name: _end(rules, name, way, low=True) for name, way in ways.items() if way}
    highest = {name: _end(rules, name, way, low=False) for name, way in ways.items() if way}
    found: list[Codes] = []
    for codes in product(*(range(kind.low, kind.high + 1) for kind in kinds)):
        tried = dict(zip(others, codes, strict=True))
        found += [tried | lowest, tried | highest] if lowest else [tried]
    return tuple(found)


def _one_way(rules: RuleSet, name: str) -> Direction | None:
    """The one direction in which every line moves with a field, if there is one."""
    found = set(of_lines(rules, name).values()) - {Direction.STAYS}
    if not found:
        return Direction.STAYS
    return found.pop() if len(found) == 1 and found <= {Direction.RISES, Direction.FALLS} else None


def _end(rules: RuleSet, name: str, way: Direction, low: bool) -> int:
    """The code of a field at which the points are fewest, or most."""
    kind = rules.by_name[name].kind
    return kind.low if low == (way is not Direction.FALLS) else kind.high


def _values(rules: RuleSet, codes: Codes) -> dict[str, Value]:
    return {name: rules.by_name[name].kind.value(code) for name, code in codes.items()}


def _matters(rules: RuleSet, items: Mapping[str, Span]) -> set[str]:
    """The fields that an open line rests on, or a cap that holds only sometimes."""
    behind = fields_behind(rules)
    named: set[str] = set()
    for item in rules.items:
        if items[item.name][0] < items[item.name][1]:
            named |= set(item.table.dimensions) if item.table else set()
            named |= {name for tree in (item.formula, item.when) if tree is not None for name in names(tree)}
    for group in rules.groups:
        named |= {name for cap in group.caps if cap.when is not None for name in names(cap.when)}
    return {field for name in named for field in behind.get(name, {name})}


def fields_behind(rules: RuleSet) -> dict[str, set[str]]:
    """Of each derived value, the fields it rests on, through all that is derived above it."""
    behind: dict[str, set[str]] = {}
    for each in rules.derived:
        behind[each.name] = {field for name in names(each.formula) for field in behind.get(name, {name})}
    return behind


def _summed(rules: RuleSet, items: Mapping[str, Span], spans: Spans) -> Span:
    """The spans of all lines added up: of caps, those that may hold limit the fewest, those that must hold the most."""
    ends = []
    for place, holds in ((0, 1), (1, 0)):
        sums = {group.name: 0 for group in rules.groups} | {"": 0}
        for item in rules.items:
            sums[item.group] += items[item.name][place]
        for group in rules.groups:
            caps = [cap.points for cap in group.caps if cap.when is None or span(cap.when, spans)[holds]]
            sums[group.within] += min([sums[group.name], *caps])
        ends.append(sums[""])
    return ends[0], ends[1]
