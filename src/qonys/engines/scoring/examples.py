"""Worked examples of a rule set, which a lawyer signs: they gate its entry into force.

A rule set may take effect only if every example comes out as written and every line is met by at least one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qonys.engines.scoring.assessment import Assessment, assess
from qonys.engines.scoring.rules import RuleBook, RuleSet


@dataclass(frozen=True)
class Example:
    """A person, a day, and what the law gives. What is left out of `items` is not asked."""

    name: str
    on: date
    facts: Mapping[str, object]
    total: int
    items: Mapping[str, int] = field(default_factory=dict)
    lost_to_cap: int | None = None
    passes: bool | None = None
    signed_by: str = ""
    source: str = ""


@dataclass(frozen=True)
class Failure:
    """Where the law gives something else than the example says."""

    example: str
    what: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"example {self.example}: {self.what} should be {self.expected}, the rule set gives {self.found}"


@dataclass(frozen=True)
class Readiness:
    """Whether a rule set may take effect on a day. Empty reasons: it may."""

    day: date
    failures: tuple[Failure, ...]
    uncovered: tuple[str, ...]
    unsigned: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not (self.failures or self.uncovered or self.unsigned)

    @property
    def reasons(self) -> tuple[str, ...]:
        return (
            *map(str, self.failures),
            *(f"no example meets {line}" for line in self.uncovered),
            *(f"example {name} is not signed" for name in self.unsigned),
        )


def may_take_effect(book: RuleBook, day: date, examples: Sequence[Example], demand_signed: bool = False) -> Readiness:
    """Try the examples of that day's law. Raises BadInput where an example cannot be scored at all."""
    rules = book.on(day)
    of_this_law = [each for each in examples if _same_law(book, each.on, day)]
    assessed = [assess(book.on(each.on), each.facts) for each in of_this_law]
    failures = [
        failure for each, found in zip(of_this_law, assessed, strict=True) for failure in failures_of(each, found)
    ]
    unsigned = [each.name for each in of_this_law if demand_signed and not each.signed_by]
    return Readiness(day, tuple(failures), uncovered(rules, assessed), tuple(unsigned))


def failures_of(example: Example, found: Assessment) -> list[Failure]:
    points = {line.item: line.points for line in found.items}
    asked: list[tuple[str, object, object]] = [("total", example.total, found.total)]
    asked += [(name, expected, points.get(name)) for name, expected in example.items.items()]
    if example.lost_to_cap is not None:
        asked.append(("lost_to_cap", example.lost_to_cap, found.lost_to_cap))
    if example.passes is not None:
        asked.append(("passes", example.passes, found.passes))
    return [Failure(example.name, what, expected, got) for what, expected, got in asked if expected != got]


def uncovered(rules: RuleSet, assessed: Iterable[Assessment]) -> tuple[str, ...]:
    """The lines no example meets: each bracket, each formula, each condition not met."""
    met = {(line.item, line.line) for each in assessed for line in each.items}
    return tuple(f"{item}, {line}" for item, line in lines(rules) if (item, line) not in met)


def lines(rules: RuleSet) -> list[tuple[str, str]]:
    """Everything an example can meet, as `Scored.item` and `Scored.line` name it."""
    found = []
    for item in rules.items:
        found += [(item.name, bracket.line) for bracket in item.table.brackets] if item.table else []
        found += [(item.name, "formula")] if item.formula is not None else []
        found += [(item.name, "when")] if item.when is not None else []
    return found


def _same_law(book: RuleBook, one: date, other: date) -> bool:
    """Whether both days fall between the same two changes."""
    return [day <= one for day in book.changes] == [day <= other for day in book.changes]
