"""What is proven of a rule set before it is law, over every cell of its finite grid.

No gap and no overlap: each cell of each table belongs to exactly one bracket. No unlawful fall: where a line says it
rises with something, more of it never gives less; where a field says more of it is better, neither does the total.
Nothing overflows, and the total stays within the bounds the law names.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from qonys.engines.scoring.directions import Direction, of_rules
from qonys.engines.scoring.kinds import LARGEST
from qonys.engines.scoring.rules import Item, RuleSet, Table
from qonys.engines.vocabulary.errors import UnlawfulRules

MOST_CELLS = 50_000  # of the grid of one table


def prove(rules: RuleSet) -> None:
    """Raises UnlawfulRules naming the line, the cell and the remedy."""
    for item in rules.items:
        where = f"items.{item.name} since {item.citation.since}"
        if item.table is not None:
            covered_once(item.table, where)
            _shaped(item, item.table, where)
    _bounded(rules)
    _no_fall_of_the_total(rules)


def covered_once(table: Table, where: str) -> None:
    """Every cell of the grid belongs to exactly one bracket. Raises UnlawfulRules."""
    cells = prod(map(len, table.classes))
    if cells > MOST_CELLS:
        said = f"the table has {cells:,} cells, more than {MOST_CELLS:,}."
        raise UnlawfulRules(said, where=where, remedy="Split it, or name a value under 'derived'.")
    for cell, brackets in table.grid().items():
        if not brackets:
            said = f"there is a gap: no bracket holds for {_said(table, cell)}."
            raise UnlawfulRules(said, where=where, remedy="Add the bracket, with its article.")
        if len(brackets) > 1:
            said = f"brackets overlap: {brackets[0].line} and {brackets[1].line} both hold for {_said(table, cell)}."
            raise UnlawfulRules(said, where=where, remedy="Let each case have one bracket.")


def _said(table: Table, cell: Sequence[int]) -> str:
    parts = []
    for name, kind, begun, place in zip(table.dimensions, table.kinds, table.classes, cell, strict=True):
        first = kind.written(begun[place])
        last = kind.written(begun[place + 1] - 1 if place + 1 < len(begun) else kind.high)
        parts.append(f"{name} {first}" if first == last else f"{name} {first} to {last}")
    return ", ".join(parts)


def _shaped(item: Item, table: Table, where: str) -> None:
    """Rises, falls and peaks are as the line declares them."""
    for shape, dimensions in (("rises", item.rises_with), ("falls", item.falls_with), ("peaks", item.peaks_in)):
        for name in dimensions:
            if name not in table.dimensions:
                remedy = f"Its dimensions are {', '.join(table.dimensions)}."
                raise UnlawfulRules(f"the line does not look at '{name}'.", where=where, remedy=remedy)
            _demand_shape(table, name, shape, where)


def _demand_shape(table: Table, name: str, shape: str, where: str) -> None:
    points = table.points
    past_the_peak: set[tuple[int, ...]] = set()
    for before, after in table.steps(name):
        rise = points[after] - points[before]
        if rise < 0 or before in past_the_peak:
            past_the_peak.add(after)
        wrong = {"rises": rise < 0, "falls": rise > 0, "peaks": rise > 0 and before in past_the_peak}[shape]
        if wrong:
            said = f"{points[before]} points ({_said(table, before)}), then {points[after]} ({_said(table, after)})"
            remedy = f"The line declares that it {shape} with {name}: correct the points or the declaration."
            raise UnlawfulRules(f"an unlawful turn: {said}.", where=where, remedy=remedy)


def _bounded(rules: RuleSet) -> None:
    """The total stays within the bounds the law names, whoever comes."""
    sums = {group.name: (0, 0) for group in rules.groups} | {"": (0, 0)}
    for item in rules.items:
        sums[item.group] = _plus(sums[item.group], item.bounds)
    for group in rules.groups:
        always = [cap.points for cap in group.caps if cap.when is None]
        low, high = (min([end, *always]) for end in sums[group.name])
        sums[group.within] = _plus(sums[group.within], (low, high))
    low, high = sums[""]
    if max(abs(low), abs(high)) > LARGEST:
        raise UnlawfulRules(f"the total could grow beyond {LARGEST:,}.", where="total", remedy="Narrow the fields.")
    if low < rules.lowest or high > rules.highest:
        said = f"the total could be {low} to {high} on {rules.day}, the law names {rules.lowest} to {rules.highest}"
        raise UnlawfulRules(f"{said}.", where="total", remedy="Correct the points, a cap, or the bounds.")


def _plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def _no_fall_of_the_total(rules: RuleSet) -> None:
    """More of what is better never lowers the total: followed from the field through every line to the sum."""
    directions = of_rules(rules)
    for field in rules.fields:
        wanted = {"up": Direction.RISES, "down": Direction.FALLS}.get(field.better)
        for line, direction in directions.get(field.name, {}).items():
            if direction not in (Direction.STAYS, wanted):
                said = f"'{field.name}' is declared better {field.better}, but {line} may turn the other way with it"
                remedy = "Correct the line, or withdraw 'better' from the field."
                raise UnlawfulRules(f"{said}.", where=f"fields.{field.name} on {rules.day}", remedy=remedy)
