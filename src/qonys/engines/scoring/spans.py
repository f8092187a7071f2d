"""What a line can still give while something is unknown: formulas and tables on spans from-to instead of values.

Never too narrow: whatever the unknown turns out to be, the points lie within. It may be wider than need be, where two
parts of a formula cannot be high at the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qonys.engines.scoring.formula import Constant, Name, Node, Operation
from qonys.engines.scoring.kinds import Value
from qonys.engines.scoring.rules import TODAY, Item, RuleSet, Table

Span = tuple[int, int]
Spans = Mapping[str, Span]  # of codes, by name


def spans_of(rules: RuleSet, known: Mapping[str, Value]) -> dict[str, Span]:
    """The span of every name a line may use: one code where known, all codes where not."""
    today = rules.day.toordinal()
    found = {TODAY: (today, today)}
    for field in rules.fields:
        if field.name in known:
            code = field.kind.code(known[field.name])
            found[field.name] = (code, code)
        else:
            found[field.name] = (field.kind.low, field.kind.high)
    for each in rules.derived:
        found[each.name] = span(each.formula, found)
    return found


def item_span(item: Item, spans: Spans) -> Span:
    """The fewest and the most points of a line."""
    if item.table is not None:
        points = _table(item.table, spans)
    else:
        assert item.formula is not None
        points = span(item.formula, spans)
    if item.when is None:
        return points
    never, always = span(item.when, spans)
    if not always:
        return 0, 0
    return points if never else (min(points[0], 0), max(points[1], 0))


def _table(table: Table, spans: Spans) -> Span:
    met = [
        bracket.points
        for bracket in table.brackets
        if all(
            any(low <= spans[each.dimension][1] and spans[each.dimension][0] <= high for low, high in each.spans)
            for each in bracket.conditions
        )
    ]
    return min(met), max(met)


def span(node: Node, spans: Spans) -> Span:
    if isinstance(node, Constant):
        return node.code, node.code
    if isinstance(node, Name):
        return spans[node.name]
    parts = [span(part, spans) for part in node.parts]
    return _SPANS[node.sign](node, parts)


def _ends(combine: Callable[[int, int], int]) -> Callable[[Operation, list[Span]], Span]:
    def of(node: Operation, parts: list[Span]) -> Span:
        corners = [combine(a, b) for a in parts[0] for b in parts[1]]
        return min(corners), max(corners)

    return of


def _each(combine: Callable[[list[int]], int]) -> Callable[[Operation, list[Span]], Span]:
    return lambda node, parts: (combine([low for low, _ in parts]), combine([high for _, high in parts]))


def _equal(node: Operation, parts: list[Span]) -> Span:
    one, other = parts[0], parts[1]
    if one[1] < other[0] or other[1] < one[0]:
        return 0, 0
    return int(one[0] == one[1] == other[0] == other[1]), 1


def _unequal(node: Operation, parts: list[Span]) -> Span:
    low, high = _equal(node, parts)
    return 1 - high, 1 - low


def _less(node: Operation, parts: list[Span]) -> Span:
    return int(parts[0][1] < parts[1][0]), int(parts[0][0] < parts[1][1])


def _at_most(node: Operation, parts: list[Span]) -> Span:
    return int(parts[0][1] <= parts[1][0]), int(parts[0][0] <= parts[1][1])


def _turned(of: Callable[[Operation, list[Span]], Span]) -> Callable[[Operation, list[Span]], Span]:
    return lambda node, parts: of(node, [parts[1], parts[0]])


def _member(node: Operation, parts: list[Span]) -> Span:
    found = [_equal(node, [parts[0], part]) for part in parts[1:]]
    return max(low for low, _ in found), max(high for _, high in found)


def _choice(node: Operation, parts: list[Span]) -> Span:
    (never, always), then, otherwise = parts
    if never == always:
        return then if always else otherwise
    return min(then[0], otherwise[0]), max(then[1], otherwise[1])


def _years(node: Operation, parts: list[Span]) -> Span:
    """Completed years between two days that lie so many days apart at least and at most: rounded outwards."""
    first, last = parts
    return (last[0] - first[1]) * 400 // 146097 - 1, (last[1] - first[0]) * 400 // 146097 + 1


_SPANS: Mapping[str, Callable[[Operation, list[Span]], Span]] = {
    "+": _ends(lambda a, b: a + b),
    "-": _ends(lambda a, b: a - b),
    "*": _ends(lambda a, b: a * b),
    "//": _ends(lambda a, b: a // b),
    "min": _each(min),
    "max": _each(max),
    "and": _each(min),
    "or": _each(max),
    "not": lambda node, parts: (1 - parts[0][1], 1 - parts[0][0]),
    "=": _equal,
    "!=": _unequal,
    "<": _less,
    "<=": _at_most,
    ">": _turned(_less),
    ">=": _turned(_at_most),
    "in": _member,
    "choose": _choice,
    "years": _years,
}
