"""A rule set as instructions for `kernel.evaluate`. What two lines share is computed once; a ladder's step computes
again only what the step can change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from qonys.engines.scoring import kernel as k
from qonys.engines.scoring.formula import Constant, Name, Node, Operation
from qonys.engines.scoring.kinds import Kind
from qonys.engines.scoring.rules import TODAY, Group, Item, RuleSet, Table

WIDEST_LOOK = 8_192  # codes; a wider range is brought to classes first

_TWO = {"+": k.ADD, "-": k.SUB, "*": k.MUL, "=": k.EQ, "!=": k.NE, "<": k.LT, "<=": k.LE, "min": k.MIN, "max": k.MAX}
_FOLD = {"and": k.MIN, "or": k.MAX, "min": k.MIN, "max": k.MAX}
_FLIPPED = {">": "<", ">=": "<="}


@dataclass(frozen=True)
class Program:
    """`code` (instructions, 5) and `tables` for the kernel, and how many registers it needs."""

    code: np.ndarray
    tables: np.ndarray
    registers: int
    fields: tuple[str, ...]


def scoring_program(rules: RuleSet, with_items: bool = True) -> Program:
    """Total and points lost to caps; with items, every line too."""
    writer = _Writer(rules)
    if with_items:
        for row, item in enumerate(rules.items):
            writer.put(k.ITEM, row, writer.item(item))
    total = writer.total()
    writer.put(k.TOTAL, 0, total)
    if with_items:
        writer.put(k.LOST, 0, writer.combine(k.SUB, writer.raw_sum(), total))
    return writer.program()


def ladder_program(rules: RuleSet, steps: Sequence[Mapping[str, int]]) -> Program:
    """For each step (field -> code it is raised or set to), what the total gains over the total without it."""
    writer = _Writer(rules)
    total = writer.total()
    writer.put(k.TOTAL, 0, total)
    for row, changes in enumerate(steps):
        first = writer.count
        writer.replace(changes)
        writer.put(k.GAIN, row, writer.total(), total)
        writer.replace({})
        writer.forget_down_to(first)
    return writer.program()


class _Writer:
    """Writes instructions; `found` remembers in which register a value already is."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.fields = {field.name: row for row, field in enumerate(rules.fields)}
        self.derived = {each.name: each.formula for each in rules.derived}
        self.items_of: dict[str, list[Item]] = {}
        self.groups_of: dict[str, list[Group]] = {}
        for item in rules.items:
            self.items_of.setdefault(item.group, []).append(item)
        for group in rules.groups:
            self.groups_of.setdefault(group.within, []).append(group)
        self.code: list[tuple[int, int, int, int, int]] = []
        self.tables: list[int] = []
        self.table_at: dict[tuple[int, ...], int] = {}
        self.found: dict[object, int] = {}
        self.replaced: dict[str, int] = {}
        self.written: dict[str, int] = {}  # derived values: each is walked once, however often it is named
        self.count = self.most = 0

    # -- instructions

    def put(self, operation: int, target: int, a: int = 0, b: int = 0, c: int = 0) -> None:
        self.code.append((operation, target, a, b, c))

    def combine(self, operation: int, a: int, b: int = 0, c: int = 0) -> int:
        """The register that holds the result, computed at most once."""
        key = (operation, a, b, c)
        if key not in self.found:
            target = self.count
            self.count += 1
            self.most = max(self.most, self.count)
            self.put(operation, target, a, b, c)
            self.found[key] = target
        return self.found[key]

    def look(self, register: int, table: Sequence[int], low: int) -> int:
        key = table if isinstance(table, tuple) else tuple(table)
        if key not in self.table_at:
            self.table_at[key] = len(self.tables)
            self.tables.extend(key)
        return self.combine(k.LOOK, register, self.table_at[key], low)

    def forget_down_to(self, register: int) -> None:
        """Registers from this one on may be written again: nothing later reads them."""
        self.found = {key: at for key, at in self.found.items() if at < register}
        self.count = register

    def program(self) -> Program:
        code = np.array(self.code, dtype=np.int32).reshape(-1, 5)
        tables = np.array(self.tables or [0], dtype=np.int32)
        return Program(code, tables, self.most, tuple(self.fields))

    # -- values

    def replace(self, changes: Mapping[str, int]) -> None:
        """From here on fields are raised or set to these codes. Whatever does not rest on them stays as computed."""
        self.written = {}
        self.replaced = {name: self._changed(name, code) for name, code in changes.items()}

    def _changed(self, name: str, code: int) -> int:
        if self.rules.by_name[name].kind.is_raised:
            return self.combine(k.MAX_N, self.combine(k.LOAD, self.fields[name]), code)
        return self.combine(k.SET, code)

    def named(self, name: str) -> int:
        if name in self.replaced:
            return self.replaced[name]
        if name == TODAY:
            return self.combine(k.SET, self.rules.day.toordinal())
        if name in self.derived:
            if name not in self.written:
                self.written[name] = self.node(self.derived[name])
            return self.written[name]
        return self.combine(k.LOAD, self.fields[name])

    def node(self, node: Node) -> int:
        if isinstance(node, Constant):
            return self.combine(k.SET, node.code)
        if isinstance(node, Name):
            return self.named(node.name)
        left, *rest = node.parts
        if node.sign in _FOLD:
            return self._fold(node)
        if node.sign == "in":
            found = [self._equals(left, part) for part in rest]
            return self._all(k.MAX, found)
        if node.sign == "not":
            return self.combine(k.NOT, self.node(left))
        if node.sign == "choose":
            condition, then, otherwise = (self.node(part) for part in node.parts)
            return self.combine(k.CHOOSE, condition, then, otherwise)
        if node.sign == "years":
            return self.combine(k.YEARS, self.node(left), self.node(rest[0]))
        return self._pair(node, left, rest[0])

    def _fold(self, node: Operation) -> int:
        return self._all(_FOLD[node.sign], [self.node(part) for part in node.parts])

    def _all(self, operation: int, registers: Sequence[int]) -> int:
        result, *rest = registers
        for each in rest:
            result = self.combine(operation, result, each)
        return result

    def _equals(self, left: Node, right: Node) -> int:
        assert isinstance(right, Constant)
        return self.combine(k.EQ_N, self.node(left), right.code)

    def _pair(self, node: Operation, left: Node, right: Node) -> int:
        if isinstance(right, Constant):
            by_number = self._with_number(node.sign, self.node(left), right.code)
            if by_number is not None:
                return by_number
        sign = node.sign
        if sign in _FLIPPED:
            sign, left, right = _FLIPPED[sign], right, left
        return self.combine(_TWO[sign], self.node(left), self.node(right))

    def _with_number(self, sign: str, register: int, number: int) -> int | None:
        match sign:
            case "+":
                return self.combine(k.ADD_N, register, number)
            case "-":
                return self.combine(k.ADD_N, register, -number)
            case "*":
                return self.combine(k.MUL_N, register, number)
            case "//":
                return self.combine(k.DIV_N, register, number)
            case "=":
                return self.combine(k.EQ_N, register, number)
            case "!=":
                return self.combine(k.NE_N, register, number)
            case "<":
                return self.combine(k.LE_N, register, number - 1)
            case "<=":
                return self.combine(k.LE_N, register, number)
            case ">":
                return self.combine(k.GE_N, register, number + 1)
            case ">=":
                return self.combine(k.GE_N, register, number)
        return None

    # -- lines

    def item(self, item: Item) -> int:
        if item.table is not None:
            points = self.table(item.table)
        else:
            assert item.formula is not None
            points = self.node(item.formula)
        return points if item.when is None else self.combine(k.MUL, points, self.node(item.when))

    def table(self, table: Table) -> int:
        registers = [self.named(name) for name in table.dimensions]
        sizes = [kind.size for kind in table.kinds]
        if prod(sizes) <= WIDEST_LOOK:
            key, low = registers[0], table.kinds[0].low
            for register, kind in zip(registers[1:], table.kinds[1:], strict=True):
                key, low = self.combine(k.KEY, key, register, kind.size), low * kind.size + kind.low
            return self.look(key, table.every_code, low)
        return self._by_classes(table, registers)

    def _by_classes(self, table: Table, registers: Sequence[int]) -> int:
        """Wide tables: each dimension is brought to the classes its brackets tell apart, then looked up."""
        starts = table.classes
        classes = [
            self._class(register, kind, begun)
            for register, kind, begun in zip(registers, table.kinds, starts, strict=True)
        ]
        key = classes[0]
        for each, begun in zip(classes[1:], starts[1:], strict=True):
            key = self.combine(k.KEY, key, each, len(begun))
        return self.look(key, list(table.points.values()), 0)

    def _class(self, register: int, kind: Kind, begun: Sequence[int]) -> int:
        if kind.size <= WIDEST_LOOK:
            return self.look(register, _class_of(kind, begun), kind.low)
        found = self.combine(k.SET, 0)
        for edge in begun[1:]:
            found = self.combine(k.COUNT_UP, register, found, edge)
        return found

    # -- sums

    def group(self, group: Group) -> int:
        points = self.sum_of(group.name)
        for cap in group.caps:
            if cap.when is None:
                points = self.combine(k.MIN_N, points, cap.points)
            else:
                points = self.combine(k.CAP_IF, points, self.node(cap.when), cap.points)
        return points

    def sum_of(self, name: str) -> int:
        parts = [self.item(item) for item in self.items_of.get(name, ())]
        parts += [self.group(group) for group in self.groups_of.get(name, ())]
        return self._all(k.ADD, parts) if parts else self.combine(k.SET, 0)

    def total(self) -> int:
        return self.sum_of("")

    def raw_sum(self) -> int:
        parts = [self.item(item) for item in self.rules.items]
        return self._all(k.ADD, parts) if parts else self.combine(k.SET, 0)


def _class_of(kind: Kind, begun: Sequence[int]) -> list[int]:
    """The class of each code of a dimension."""
    return [bisect_right(begun, code) - 1 for code in kind.codes_in_order]
