"""The score of one person with its reasons: every line with points, words and article, every cap with what it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qonys.engines.scoring import reference
from qonys.engines.scoring.formula import names as names_in
from qonys.engines.scoring.kinds import Value
from qonys.engines.scoring.rules import Citation, Field, Group, Item, RuleSet
from qonys.engines.vocabulary.errors import MissingCell, MissingColumn
from qonys.engines.vocabulary.territory import Names

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Scored:
    """One line of the score. `line` names the bracket that held, for receipts and for the coverage of examples."""

    item: str
    names: Names
    group: str
    points: int
    reason: Names
    citation: Citation
    line: str
    placeholder: bool


@dataclass(frozen=True)
class CapEffect:
    """What a group's caps took: `lost` of `points`."""

    group: str
    names: Names
    points: int
    lost: int
    citation: Citation


@dataclass(frozen=True)
class Assessment:
    """The score of one person under the law of one day. The items' points less `lost_to_cap` are the total, exactly."""

    rules: RuleSet
    facts: Mapping[str, Value]
    total: int
    items: tuple[Scored, ...]
    caps: tuple[CapEffect, ...]

    @property
    def lost_to_cap(self) -> int:
        return sum(each.lost for each in self.caps)

    @property
    def passes(self) -> bool | None:
        """Whether the total reaches the pass mark; None where the law names none."""
        return None if self.rules.pass_mark is None else self.total >= self.rules.pass_mark.points

    @property
    def placeholders(self) -> tuple[str, ...]:
        return self.rules.placeholders


def assess(rules: RuleSet, facts: Mapping[str, object]) -> Assessment:
    """Score one person, whose facts are all known. Raises BadInput; MissingCell names what is not known."""
    taken = complete(rules, facts)
    known = reference.known(rules, taken)
    points = {item.name: reference.item_points(item, known) for item in rules.items}
    total, effects = reference.group_sums(rules, points, known)
    return Assessment(
        rules=rules,
        facts=taken,
        total=total,
        items=tuple(_scored(rules, item, points[item.name], known) for item in rules.items),
        caps=tuple(_effect(group, *effects[group.name], known) for group in rules.groups if _took(effects[group.name])),
    )


def complete(rules: RuleSet, facts: Mapping[str, object]) -> dict[str, Value]:
    """The facts checked, with what the law takes where nothing is stated. Raises BadInput."""
    taken, open_fields = partly(rules, facts)
    if open_fields:
        listed = ", ".join(open_fields)
        remedy = "State it, or ask for the bounds of the score: what is unknown is not nothing."
        raise MissingCell(f"not known: {listed}.", where=rules.name, remedy=remedy)
    return taken


def partly(rules: RuleSet, facts: Mapping[str, object]) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The facts that are known, checked, and the names of those that are not. Raises BadInput."""
    for name in facts:
        if name not in rules.by_name:
            known = ", ".join(rules.by_name)
            raise MissingColumn(
                "the rule set asks for no such fact.", where=rules.name, value=name, remedy=f"It asks for {known}."
            )
    taken: dict[str, Value] = {}
    open_fields = []
    for field in rules.fields:
        given = facts.get(field.name, None)
        given = field.absent if given is None else given
        if given is None:
            open_fields.append(field.name)
        else:
            taken[field.name] = field.kind.value(field.kind.code(_plain(field, given), f"{rules.name}: {field.name}"))
    return taken, tuple(open_fields)


def _plain(field: Field, given: object) -> object:
    """Completed years of 1.9 are 1; a whole number may have come as 2.0."""
    if isinstance(given, float) and (field.completed or given.is_integer()) and abs(given) < 1e9:
        return int(given // 1)
    return given


def _took(effect: tuple[int, int]) -> bool:
    return effect[0] != effect[1]


def _scored(rules: RuleSet, item: Item, points: int, known: Mapping[str, Value]) -> Scored:
    citation, line = item.citation, "formula"
    applies = item.when is None or bool(reference.value(item.when, known))
    says = None
    if item.table is not None and applies:
        bracket = reference.bracket(item, known)
        citation, line, says = bracket.citation, bracket.line, bracket.says
    return Scored(
        item=item.name,
        names=item.names,
        group=item.group,
        points=points,
        reason=says or reason(rules, item, known),
        citation=citation,
        line=line if applies else "when",
        placeholder=item.placeholder,
    )


def reason(rules: RuleSet, item: Item, known: Mapping[str, Value]) -> Names:
    """What the points rest on: each fact the line looks at, with its value."""
    looked_at = list(item.table.dimensions) if item.table else []
    for tree in (item.formula, item.when):
        looked_at += sorted(names_in(tree)) if tree else []
    said = {language: _said(rules, dict.fromkeys(looked_at), known, language) for language in LANGUAGES}
    return Names(**said)


def _said(rules: RuleSet, looked_at: Mapping[str, None], known: Mapping[str, Value], language: str) -> str:
    derived = {each.name: each for each in rules.derived}
    parts = []
    for name in looked_at:
        found = known[name]
        if name in derived:
            plain = Field(name, derived[name].formula.kind, derived[name].names)
            parts.append(f"{plain.names.in_language(language)}: {plain.label(found, language)}")
        elif name in rules.by_name:
            field = rules.by_name[name]
            parts.append(f"{field.names.in_language(language)}: {field.label(found, language)}")
    return "; ".join(parts)


def _effect(group: Group, points: int, kept: int, known: Mapping[str, Value]) -> CapEffect:
    held = [cap for cap in group.caps if cap.when is None or reference.value(cap.when, known)]
    tightest = min(held, key=lambda cap: cap.points)
    return CapEffect(group.name, group.names, points, points - kept, tightest.citation)
