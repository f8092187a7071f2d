"""A rule set as frozen values: what the law of points says, dated, each line with its article.

`RuleBook` is the whole file with every version of every line; `book.on(day)` is the `RuleSet` in force that day, which
is what people are scored by. An amendment adds a version; nothing is rewritten.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise, product
from typing import Protocol, TypeVar

from qonys.engines.scoring.formula import Node
from qonys.engines.scoring.kinds import Kind, Value
from qonys.engines.vocabulary.errors import OutOfRange
from qonys.engines.vocabulary.territory import Names

TODAY = "today"  # the name a formula gives the day of the decision


@dataclass(frozen=True)
class Citation:
    """Where the law says so. `verified`: the act itself was read."""

    act: str
    act_names: Names
    article: Names
    since: date
    until: date | None = None
    source: str = ""
    verified: bool = True

    def said(self, language: str) -> str:
        return f"{self.act_names.in_language(language)}, {self.article.in_language(language)}"


@dataclass(frozen=True)
class Field:
    """One fact a rule may ask about. `absent`: what the law takes where nothing is stated; None means unknown."""

    name: str
    kind: Kind
    names: Names
    labels: Mapping[str, Names] = field(default_factory=dict)
    document: Names | None = None  # what proves it
    better: str = ""  # "up" or "down": more of it may never lower the total
    absent: Value | None = None
    completed: bool = False  # 1.9 years are one year

    def label(self, value: Value, language: str) -> str:
        """A value in the reader's language."""
        if isinstance(value, bool):
            return _YES.in_language(language) if value else _NO.in_language(language)
        named = self.labels.get(str(value))
        return named.in_language(language) if named else str(value)


@dataclass(frozen=True)
class Derived:
    """A value the rule set names and computes from fields and from values derived above it."""

    name: str
    formula: Node
    names: Names
    citation: Citation


@dataclass(frozen=True)
class Condition:
    """Codes of one dimension that a bracket holds for, as spans from-to, both included."""

    dimension: str
    spans: tuple[tuple[int, int], ...]

    def holds(self, code: int) -> bool:
        return any(low <= code <= high for low, high in self.spans)


@dataclass(frozen=True)
class Bracket:
    """One line of a table: these points where all conditions hold."""

    conditions: tuple[Condition, ...]
    points: int
    citation: Citation
    line: str  # how a letter names it: "brackets.3"
    says: Names | None = None


@dataclass(frozen=True)
class Table:
    dimensions: tuple[str, ...]
    kinds: tuple[Kind, ...]
    brackets: tuple[Bracket, ...]

    def class_starts(self, place: int) -> list[int]:
        """The codes of a dimension at which some bracket begins or ends to hold, its lowest code first."""
        kind, name = self.kinds[place], self.dimensions[place]
        edges = {kind.low}
        for bracket in self.brackets:
            for condition in bracket.conditions:
                if condition.dimension == name:
                    edges |= {edge for low, high in condition.spans for edge in (low, high + 1)}
        return sorted(edge for edge in edges if kind.low <= edge <= kind.high)

    @cached_property
    def classes(self) -> list[list[int]]:
        """Where the classes of each dimension begin: within a cell of this grid no bracket changes."""
        return [self.class_starts(place) for place in range(len(self.dimensions))]

    def grid(self) -> dict[tuple[int, ...], list[Bracket]]:
        """The brackets of every cell of the grid, a cell being one class of each dimension."""
        classes = self.classes
        grid: dict[tuple[int, ...], list[Bracket]] = {each: [] for each in product(*map(range, map(len, classes)))}
        for bracket in self.brackets:
            for cell in product(*self._held(bracket, classes)):
                grid[cell].append(bracket)
        return grid

    @cached_property
    def points(self) -> dict[tuple[int, ...], int]:
        """The points of every cell, of a table without gaps."""
        return {cell: brackets[0].points for cell, brackets in self.grid().items()}

    @cached_property
    def every_code(self) -> tuple[int, ...]:
        """The points of every combination of codes, the last dimension running fastest: of tables not too wide."""
        within = zip(self.kinds, self.classes, strict=True)
        places = [[bisect_right(begun, code) - 1 for code in kind.codes_in_order] for kind, begun in within]
        return tuple(self.points[cell] for cell in product(*places))

    def steps(self, dimension: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Neighbouring cells along a dimension, from the lower to the higher class."""
        axis = self.dimensions.index(dimension)
        lines: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        for cell in product(*map(range, map(len, self.classes))):
            lines.setdefault(cell[:axis] + cell[axis + 1 :], []).append(cell)
        return [pair for line in lines.values() for pair in pairwise(line)]

    def _held(self, bracket: Bracket, classes: Sequence[Sequence[int]]) -> list[list[int]]:
        """The classes of each dimension that a bracket holds for."""
        conditions = {condition.dimension: condition for condition in bracket.conditions}
        return [
            [place for place, code in enumerate(begun) if name not in conditions or conditions[name].holds(code)]
            for name, begun in zip(self.dimensions, classes, strict=True)
        ]


@dataclass(frozen=True)
class Item:
    """One line of the score, in force: a table or a formula, perhaps only under a condition."""

    name: str
    names: Names
    group: str
    citation: Citation
    table: Table | None = None
    formula: Node | None = None
    when: Node | None = None
    placeholder: bool = False  # the law gives no figure; this one is an assumption
    rises_with: tuple[str, ...] = ()
    falls_with: tuple[str, ...] = ()
    peaks_in: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[int, int]:
        """The fewest and the most points the line can give."""
        found = [0] if self.when is not None else []
        if self.table is not None:
            found += [bracket.points for bracket in self.table.brackets]
        if self.formula is not None:
            found += [self.formula.kind.low, self.formula.kind.high]
        return min(found), max(found)


@dataclass(frozen=True)
class Cap:
    """At most so many points from a group, perhaps only under a condition."""

    points: int
    citation: Citation
    when: Node | None = None
    placeholder: bool = False


@dataclass(frozen=True)
class Group:
    """Items that are added up and capped together; groups may stand within a group."""

    name: str
    names: Names
    within: str = ""
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True)
class PassMark:
    points: int
    citation: Citation
    placeholder: bool = False


@dataclass(frozen=True)
class Tie:
    """Whom the published rule takes first among equals: by a column, the smallest or the largest first."""

    by: str
    first: str  # "smallest" or "largest"
    names: Names
    citation: Citation


@dataclass(frozen=True)
class Step:
    """Something a person can do: raise fields to a level at least, or set them."""

    name: str
    names: Names
    changes: Mapping[str, Value]
    months: int  # how long it takes from the beginning
    after: str = ""  # a step that lies on the way: who has it behind needs only the rest


class Versioned(Protocol):
    @property
    def citation(self) -> Citation: ...


Line = TypeVar("Line", bound=Versioned)


@dataclass(frozen=True)
class RuleSet:
    """The law of one day."""

    name: str
    titles: Names
    day: date
    digest: str
    fields: tuple[Field, ...]
    derived: tuple[Derived, ...]
    groups: tuple[Group, ...]  # a group stands below those it contains
    items: tuple[Item, ...]
    lowest: int
    highest: int
    pass_mark: PassMark | None
    ties: tuple[Tie, ...]
    steps: tuple[Step, ...]

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Lines whose figure no published act gives."""
        found = [item.name for item in self.items if item.placeholder]
        found += [group.name for group in self.groups if any(cap.placeholder for cap in group.caps)]
        return (*found, *(["pass_mark"] if self.pass_mark and self.pass_mark.placeholder else []))

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return {each.name: each for each in self.fields}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of everything a line may name."""
        return {each.name: each.kind for each in self.fields} | {each.name: each.formula.kind for each in self.derived}

    @property
    def item_names(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.items)


@dataclass(frozen=True)
class RuleBook:
    """The whole rule file: everything that ever was, is or will be in force."""

    name: str
    titles: Names
    since: date
    until: date | None
    digest: str
    fields: tuple[Field, ...]
    derived: tuple[Derived, ...]
    groups: tuple[Group, ...]
    items: Mapping[str, tuple[Item, ...]]
    lowest: int
    highest: int
    pass_marks: tuple[PassMark, ...]
    ties: tuple[Tie, ...]
    steps: tuple[Step, ...]
    _kept: dict[date, RuleSet] = field(default_factory=dict, compare=False, repr=False)

    def on(self, day: date) -> RuleSet:
        """The law in force that day. Raises OutOfRange where there was none."""
        if day < self.since or (self.until is not None and day > self.until):
            ends = f"from {self.since} to {self.until}" if self.until else f"from {self.since} on"
            said = f"the rule set was not in force on {day}."
            raise OutOfRange(said, where=self.name, remedy=f"It is in force {ends}: ask for a day of that time.")
        if day not in self._kept:
            self._kept[day] = self._in_force(day)
        return self._kept[day]

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """The days on which anything begins or ends to be in force, the first day included."""
        days = {self.since}
        for line in self._lines():
            days.add(line.citation.since)
            if line.citation.until is not None:
                days.add(date.fromordinal(line.citation.until.toordinal() + 1))
        last = self.until or date.max
        return tuple(sorted(each for each in days if self.since <= each <= last))

    def _lines(self) -> list[Versioned]:
        lines: list[Versioned] = [each for versions in self.items.values() for each in versions]
        return [*lines, *self.pass_marks, *(cap for group in self.groups for cap in group.caps), *self.ties]

    def _in_force(self, day: date) -> RuleSet:
        items = [each for versions in self.items.values() for each in in_force(versions, day)]
        marks = in_force(self.pass_marks, day)
        groups = [Group(each.name, each.names, each.within, tuple(in_force(each.caps, day))) for each in self.groups]
        return RuleSet(
            name=self.name,
            titles=self.titles,
            day=day,
            digest=self.digest,
            fields=self.fields,
            derived=self.derived,
            groups=tuple(groups),
            items=tuple(items),
            lowest=self.lowest,
            highest=self.highest,
            pass_mark=marks[0] if marks else None,
            ties=tuple(in_force(self.ties, day)),
            steps=self.steps,
        )


def in_force(lines: Sequence[Line], day: date) -> list[Line]:
    """The lines whose citation holds on that day."""
    return [
        each
        for each in lines
        if each.citation.since <= day and (each.citation.until is None or day <= each.citation.until)
    ]


_YES = Names("иә", "да", "yes")
_NO = Names("жоқ", "нет", "no")
