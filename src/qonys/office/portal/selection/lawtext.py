"""A rule set as a reader of the law sees it: line by line with points, condition, act and article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.selection.engine import Condition, Group, Item, RuleSet
from qonys.office.casework.selection.groups import DIMENSIONS, Row
from qonys.office.foundation.authority.models import Territory
from qonys.office.planning.wording.places import name

UNKNOWN = "?"


@dataclass(frozen=True)
class Line:
    """One bracket, or a whole line that is a formula."""

    when: str
    points: str
    law: str


@dataclass(frozen=True)
class Section:
    name: str
    group: str
    lines: tuple[Line, ...]
    assumed: bool


def today() -> date:
    return timezone.localdate()


def sections(rules: RuleSet) -> list[Section]:
    groups = {each.name: each for each in rules.groups}
    found = []
    for item in rules.items:
        group = groups.get(item.group)
        lines = tuple(_lines(rules, item))
        found.append(Section(name(item.names), _limited(group), lines, item.placeholder))
    return found


def cited(line: Any) -> str:
    """Act and article of a line that may not be there."""
    return str(line.citation.said(get_language() or "kk")) if line else ""


def steps(rules: RuleSet) -> list[tuple[str, str]]:
    """What a person can do, and how long it takes."""
    return [
        (name(each.names), ngettext("%(n)d month", "%(n)d months", each.months) % {"n": each.months})
        for each in rules.steps
    ]


def named(tables: dict[str, list[Row]]) -> list[tuple[str, list[Row]]]:
    """Comparisons by group, in words; those of which nothing is shown are left away."""
    titles = {"sex": _("By sex"), "age": _("By age"), "region": _("By region"), "origin": _("By citizenship before")}
    places = _places({row.group for row in tables.get("region", ())})
    told = []
    for key in DIMENSIONS:
        rows = [Row(_group(key, row.group, places), row.people, row.before, row.after) for row in tables.get(key, ())]
        if rows:
            told.append((titles[key], rows))
    return told


def _lines(rules: RuleSet, item: Item) -> list[Line]:
    language = get_language() or "kk"
    law = item.citation.said(language)
    table = item.table
    if table is None:
        low, high = item.bounds
        return [Line(_("counted by a formula, see the text of the rules"), f"{low}–{high}", law)]
    kinds = dict(zip(table.dimensions, table.kinds, strict=True))
    return [
        Line(
            "; ".join(_condition(rules, kinds, each, language) for each in bracket.conditions) or _("always"),
            str(bracket.points),
            bracket.citation.said(language),
        )
        for bracket in table.brackets
    ]


def _condition(rules: RuleSet, kinds: dict[str, Any], each: Condition, language: str) -> str:
    kind = kinds[each.dimension]
    field = rules.by_name.get(each.dimension)
    derived = {one.name: one for one in rules.derived}.get(each.dimension)
    names: Names = field.names if field else derived.names if derived else Names("", "", "")

    def said(code: int) -> str:
        value = kind.value(code)
        return field.label(value, language) if field else str(value)

    spans = [said(low) if low == high else f"{said(low)}–{said(high)}" for low, high in each.spans]
    return f"{name(names)}: {', '.join(spans)}"


def _limited(group: Group | None) -> str:
    """What a group is called, and its limit."""
    if group is None:
        return ""
    caps = [cap.points for cap in group.caps if cap.when is None]
    title = name(group.names)
    return _("%(group)s, at most %(points)d together") % {"group": title, "points": min(caps)} if caps else title


def _places(paths: set[str]) -> dict[str, str]:
    return {each.path: name(each.names) for each in Territory.objects.filter(pk__in=paths)}


def _group(key: str, value: str, places: dict[str, str]) -> str:
    if key == "sex":
        return {"male": _("men"), "female": _("women")}.get(value, value)
    if key == "region":
        return places.get(value, value)
    return _("not known") if value == UNKNOWN else value
