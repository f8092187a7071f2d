"""In which direction a formula or a table moves as one field rises: a proof by signs, from the leaves to the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from qonys.engines.scoring.formula import Constant, Name, Node, Operation
from qonys.engines.scoring.kinds import Sort
from qonys.engines.scoring.rules import Group, Item, RuleSet, Table


class Direction(Enum):
    STAYS = 0
    RISES = 1
    FALLS = -1
    UNKNOWN = 2  # it may do either

    def and_then(self, other: Direction) -> Direction:
        """Of a sum, a minimum or a maximum of both."""
        if Direction.STAYS in (self, other):
            return other if self is Direction.STAYS else self
        return self if self is other else Direction.UNKNOWN

    def turned(self) -> Direction:
        return {Direction.RISES: Direction.FALLS, Direction.FALLS: Direction.RISES}.get(self, self)


Moves = Mapping[str, Direction]  # of every name as the field rises


def of_rules(rules: RuleSet) -> dict[str, dict[str, Direction]]:
    """For each field that says what is better: how each line moves with it, and each group whose cap depends on it."""
    return {field.name: of_lines(rules, field.name) for field in rules.fields if field.better}


def of_lines(rules: RuleSet, field: str) -> dict[str, Direction]:
    """How each line, and each cap with a condition, moves as the field rises."""
    moves = {field: Direction.RISES}
    for each in rules.derived:
        moves[each.name] = of_node(each.formula, moves)
    lines = {f"item {item.name}": of_item(item, moves) for item in rules.items}
    return lines | {f"the cap of {group.name}": _of_caps(group, moves) for group in rules.groups}


def of_item(item: Item, moves: Moves) -> Direction:
    if item.table is not None:
        points = of_table(item.table, moves)
    else:
        assert item.formula is not None
        points = of_node(item.formula, moves)
    if item.when is None:
        return points
    condition = of_node(item.when, moves)
    return _product(points, item.bounds, condition, (0, 1))


def _of_caps(group: Group, moves: Moves) -> Direction:
    """A cap that begins to hold can lower a sum, one that ceases to hold can raise it."""
    found = Direction.STAYS
    for cap in group.caps:
        if cap.when is not None:
            found = found.and_then(of_node(cap.when, moves).turned())
    return found


def of_table(table: Table, moves: Moves) -> Direction:
    """Along each dimension that moves, over every cell."""
    points = table.points
    found = Direction.STAYS
    for name in table.dimensions:
        moving = moves.get(name, Direction.STAYS)
        if moving is not Direction.STAYS:
            along = _along({points[after] - points[before] for before, after in table.steps(name)})
            found = found.and_then(_chained(along, moving))
    return found


def _along(steps: set[int]) -> Direction:
    up, down = any(step > 0 for step in steps), any(step < 0 for step in steps)
    if up and down:
        return Direction.UNKNOWN
    return Direction.RISES if up else Direction.FALLS if down else Direction.STAYS


def _chained(outer: Direction, inner: Direction) -> Direction:
    if Direction.STAYS in (outer, inner):
        return Direction.STAYS
    if Direction.UNKNOWN in (outer, inner):
        return Direction.UNKNOWN
    return Direction.RISES if outer is inner else Direction.FALLS


def of_node(node: Node, moves: Moves) -> Direction:
    """How a formula moves; what cannot be told is unknown, never guessed."""
    if isinstance(node, Constant):
        return Direction.STAYS
    if isinstance(node, Name):
        return moves.get(node.name, Direction.STAYS)
    parts = [of_node(part, moves) for part in node.parts]
    if all(part is Direction.STAYS for part in parts):
        return Direction.STAYS
    match node.sign:
        case "+" | "min" | "max" | "and" | "or":
            return _together(parts)
        case "-":
            return parts[0].and_then(parts[1].turned())
        case "not":
            return parts[0].turned()
        case "//":
            return parts[0]
        case "*":
            one, other = node.parts
            return _product(parts[0], _bounds(one), parts[1], _bounds(other))
        case ">" | ">=":
            return parts[0].and_then(parts[1].turned())
        case "<" | "<=":
            return parts[0].turned().and_then(parts[1])
        case "years":
            return parts[0].turned().and_then(parts[1])
        case "in" | "=":
            return _of_list(node, parts[0])
        case "!=":
            return _of_list(node, parts[0]).turned()
        case "choose":
            return _of_choice(node, parts)
    return Direction.UNKNOWN


def _bounds(node: Node) -> tuple[int, int]:
    return node.kind.low, node.kind.high


def _together(parts: Iterable[Direction]) -> Direction:
    found = Direction.STAYS
    for part in parts:
        found = found.and_then(part)
    return found


def _product(one: Direction, of_one: tuple[int, int], other: Direction, of_other: tuple[int, int]) -> Direction:
    """A product moves with one factor as the other's sign allows."""
    return _by_sign(one, of_other).and_then(_by_sign(other, of_one))


def _by_sign(moving: Direction, factor: tuple[int, int]) -> Direction:
    if moving is Direction.STAYS or factor[0] >= 0:
        return moving
    return moving.turned() if factor[1] <= 0 else Direction.UNKNOWN


def _of_choice(node: Operation, parts: list[Direction]) -> Direction:
    """Both ways of a choice move alike, and a condition that moves leads from the lower to the higher, or back."""
    condition, *ways = parts
    if condition is Direction.STAYS:
        return _together(ways)
    then, otherwise = (_bounds(part) for part in node.parts[1:])
    if then[0] >= otherwise[1]:
        return _together([condition, *ways])
    return _together([condition.turned(), *ways]) if otherwise[0] >= then[1] else Direction.UNKNOWN


def _of_list(node: Operation, moving: Direction) -> Direction:
    """Being one of the highest values of a range rises with it, being one of the lowest falls."""
    kind = node.parts[0].kind
    if kind.sort is Sort.DATE or not all(isinstance(part, Constant) for part in node.parts[1:]):
        return Direction.UNKNOWN
    codes = sorted({part.code for part in node.parts[1:] if isinstance(part, Constant)})
    in_a_row = codes == list(range(codes[0], codes[-1] + 1))
    if in_a_row and codes[-1] >= kind.high:
        return moving
    return moving.turned() if in_a_row and codes[0] <= kind.low else Direction.UNKNOWN
