"""The facts of a rule set as a form asks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qonys.office.casework.selection.engine import Field, RuleSet, Sort
from qonys.office.planning.wording.places import name


@dataclass(frozen=True)
class Asked:
    """One field: `options` to choose from, else a number or a day within its bounds."""

    name: str
    label: str
    kind: str  # choice | number | date
    value: str
    options: tuple[tuple[str, str], ...] = ()
    low: str = ""
    high: str = ""
    proof: str = ""


def of(rules: RuleSet, values: Mapping[str, Any]) -> list[Asked]:
    return [_asked(each, values.get(each.name)) for each in rules.fields]


def as_text(value: Any) -> str:
    """A value as a form holds it."""
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _asked(each: Field, value: Any) -> Asked:
    proof = name(each.document) if each.document else ""
    told = {"name": each.name, "label": name(each.names), "value": as_text(value), "proof": proof}
    language = get_language() or "kk"
    match each.kind.sort:
        case Sort.CATEGORY:
            options = tuple((word, each.label(word, language)) for word in each.kind.values)
            return Asked(kind="choice", options=options, **told)
        case Sort.YES_NO:
            return Asked(kind="choice", options=(("yes", _("yes")), ("no", _("no"))), **told)
        case Sort.DATE:
            low, high = (str(each.kind.value(end)) for end in (each.kind.low, each.kind.high))
            return Asked(kind="date", low=low, high=high, **told)
    return Asked(kind="number", low=str(each.kind.low), high=str(each.kind.high), **told)
