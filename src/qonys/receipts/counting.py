"""The rules applied to the facts of a receipt, as plain values: what the office writes and what everybody counts again.

The slow and obvious reading of the rules is used on purpose: it needs no compiler and no array, and one person is
enough for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from qonys.countries.points import read_book
from qonys.engines.scoring.assessment import Assessment, CapEffect, Scored, assess
from qonys.engines.scoring.kinds import Sort, Value
from qonys.engines.scoring.rules import Citation, RuleBook, RuleSet
from qonys.engines.vocabulary.territory import Names


def count(rules: str, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The result for these facts by that text, under the law of that day. Raises BadInput."""
    law = _book(rules).on(on)
    return result(assess(law, typed(law, facts)))


@lru_cache(maxsize=8)
def _book(rules: str) -> RuleBook:
    """Reading proves every line of every day: done once for a text."""
    return read_book(rules, "rules")


def typed(law: RuleSet, facts: Mapping[str, Any]) -> dict[str, object]:
    """Facts as they stand in a receipt, as the rules take them: days are written as texts there."""
    return {name: _day(law, name, value) for name, value in facts.items() if value is not None}


def plain(value: Value) -> str | int | bool:
    """A fact as it stands in a receipt."""
    return value.isoformat() if isinstance(value, date) else value


def result(found: Assessment) -> dict[str, Any]:
    """Every line with its points, reason and article; what caps took; the total beside the mark."""
    mark = found.rules.pass_mark
    return {
        "items": [_item(each) for each in found.items],
        "caps": [_cap(each) for each in found.caps],
        "lost_to_cap": found.lost_to_cap,
        "total": found.total,
        "cut_off": mark.points if mark else None,
        "reached": found.passes,
        "placeholders": list(found.placeholders),
    }


def _day(law: RuleSet, name: str, value: Any) -> object:
    field = law.by_name.get(name)
    if field is not None and field.kind.sort is Sort.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _item(each: Scored) -> dict[str, Any]:
    return {
        "item": each.item,
        "names": names(each.names),
        "group": each.group,
        "points": each.points,
        "line": each.line,
        "reason": names(each.reason),
        "law": _law(each.citation),
        "placeholder": each.placeholder,
    }


def _cap(each: CapEffect) -> dict[str, Any]:
    return {
        "group": each.group,
        "names": names(each.names),
        "points": each.points,
        "lost": each.lost,
        "law": _law(each.citation),
    }


def _law(citation: Citation) -> dict[str, Any]:
    return {"act": names(citation.act_names), "article": names(citation.article)}


def names(told: Names) -> dict[str, str]:
    return {language: told.in_language(language) for language in ("kk", "ru", "en")}
