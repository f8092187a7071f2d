"""One person, one line after another, in plain Python: slow and obvious.

It is what the fast evaluation is compared with, and what a single decision and its receipt are computed by: it needs
no compiler and no array.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from qonys.engines.scoring.formula import Constant, Name, Node, Operation
from qonys.engines.scoring.kinds import Sort, Value
from qonys.engines.scoring.rules import TODAY, Bracket, Group, Item, RuleSet

Facts = Mapping[str, Value]


def known(rules: RuleSet, facts: Facts) -> dict[str, Value]:
    """The facts, the day, and all that is derived from them."""
    found = {**facts, TODAY: rules.day}
    for each in rules.derived:
        found[each.name] = value(each.formula, found)
    return found


def value(node: Node, facts: Facts) -> Value:
    """What a formula gives."""
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Name):
        return facts[node.name]
    if node.sign == "choose":
        return value(node.parts[1] if value(node.parts[0], facts) else node.parts[2], facts)
    return _OPERATIONS[node.sign](node, facts)


def item_points(item: Item, facts: Facts) -> int:
    """The points of one line, before any cap."""
    if item.when is not None and not value(item.when, facts):
        return 0
    if item.table is not None:
        return bracket(item, facts).points
    assert item.formula is not None
    return _number(item.formula, facts)


def bracket(item: Item, facts: Facts) -> Bracket:
    """The one line of the item's table that holds for these facts: that there is exactly one was proven at load."""
    assert item.table is not None
    kinds = dict(zip(item.table.dimensions, item.table.kinds, strict=True))
    for each in item.table.brackets:
        if all(c.holds(kinds[c.dimension].code(facts[c.dimension])) for c in each.conditions):
            return each
    raise AssertionError(f"{item.name}: a gap that was not there when the rule set was loaded")


def capped(group: Group, points: int, facts: Facts) -> int:
    """What the caps of a group leave of its points."""
    for cap in group.caps:
        if cap.when is None or value(cap.when, facts):
            points = min(points, cap.points)
    return points


def group_sums(rules: RuleSet, points: Mapping[str, int], facts: Facts) -> tuple[int, dict[str, tuple[int, int]]]:
    """The total, and of each group its points before and after its caps."""
    sums = {group.name: 0 for group in rules.groups} | {"": 0}
    for item in rules.items:
        sums[item.group] += points[item.name]
    effects = {}
    for group in rules.groups:
        kept = capped(group, sums[group.name], facts)
        effects[group.name] = (sums[group.name], kept)
        sums[group.within] += kept
    return sums[""], effects


def total(rules: RuleSet, facts: Facts) -> int:
    """The points of one person."""
    all_known = known(rules, facts)
    points = {item.name: item_points(item, all_known) for item in rules.items}
    return group_sums(rules, points, all_known)[0]


def completed_years(first: date, last: date) -> int:
    """Birthdays passed; somebody born on 29 February has one on 1 March in other years. Never born yet: below 0."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _number(node: Node, facts: Facts) -> int:
    found = value(node, facts)
    assert isinstance(found, int)
    return found


def _rank(node: Node, facts: Facts) -> int:
    """A value as it is ordered: categories by their place in the list."""
    found = value(node, facts)
    return node.kind.codes[str(found)] if node.kind.sort is Sort.CATEGORY else _ordinal(found)


def _ordinal(found: Value) -> int:
    return found.toordinal() if isinstance(found, date) else int(found)


def _years(node: Operation, facts: Facts) -> int:
    first, last = (value(part, facts) for part in node.parts)
    assert isinstance(first, date) and isinstance(last, date)
    return completed_years(first, last)


def _compare(holds: Callable[[int, int], bool]) -> Callable[[Operation, Facts], bool]:
    return lambda node, facts: holds(_rank(node.parts[0], facts), _rank(node.parts[1], facts))


def _reckon(combine: Callable[[int, int], int]) -> Callable[[Operation, Facts], int]:
    return lambda node, facts: combine(_number(node.parts[0], facts), _number(node.parts[1], facts))


_OPERATIONS: Mapping[str, Callable[[Operation, Facts], Value]] = {
    "and": lambda node, facts: all(value(part, facts) for part in node.parts),
    "or": lambda node, facts: any(value(part, facts) for part in node.parts),
    "not": lambda node, facts: not value(node.parts[0], facts),
    "in": lambda node, facts: any(value(node.parts[0], facts) == value(part, facts) for part in node.parts[1:]),
    "=": _compare(lambda a, b: a == b),
    "!=": _compare(lambda a, b: a != b),
    "<": _compare(lambda a, b: a < b),
    "<=": _compare(lambda a, b: a <= b),
    ">": _compare(lambda a, b: a > b),
    ">=": _compare(lambda a, b: a >= b),
    "+": _reckon(lambda a, b: a + b),
    "-": _reckon(lambda a, b: a - b),
    "*": _reckon(lambda a, b: a * b),
    "//": _reckon(lambda a, b: a // b),
    "min": lambda node, facts: min(_number(part, facts) for part in node.parts),
    "max": lambda node, facts: max(_number(part, facts) for part in node.parts),
    "years": _years,
}
