"""What if a fact were another: counted on the spot, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases.models import Case
from qonys.office.casework.selection import engine, facts, selectors
from qonys.office.casework.selection.engine import Assessment, Input, Path, RuleSet, Rung
from qonys.office.casework.selection.refusals import WrongFact


@dataclass(frozen=True)
class Tried:
    """Points for some facts, with what would raise them and the soonest way to the mark."""

    found: Assessment
    result: Mapping[str, Any]
    rungs: tuple[Rung, ...]
    way: Path | None


def starting(case: Case) -> tuple[RuleSet, tuple[Input, ...]]:
    """The rules of the case, and its facts: as they were counted last, else as they are known. Raises CaseRefused."""
    newest = selectors.newest(case)
    if newest is not None:
        counted = selectors.counted(newest)
        return counted.rules, counted.inputs
    ground = facts.ground(case)
    _text, law = facts.in_force(ground)
    return law, facts.collected(ground, law)


def tried(rules: RuleSet, values: Mapping[str, Any]) -> Tried:
    """Raises WrongFact, naming what is missing or out of bounds."""
    found = counted(rules, values)
    mark = rules.pass_mark
    way = engine.way(found, mark.points) if mark else None
    return Tried(found, engine.result(found), engine.rungs(found), way)


def counted(rules: RuleSet, values: Mapping[str, Any]) -> Assessment:
    """Raises WrongFact; what is not known is named, and is not counted as nothing."""
    open_ones = [each for each in rules.fields if each.absent is None and values.get(each.name) is None]
    if open_ones:
        listed = ", ".join(each.names.in_language(get_language() or "kk") for each in open_ones)
        raise WrongFact(_("Not known yet: %(facts)s. What is unknown is not counted as nothing.") % {"facts": listed})
    try:
        return engine.counted(rules, values)
    except BadInput as letter:
        raise WrongFact(str(letter)) from letter


def read(rules: RuleSet, told: Mapping[str, str]) -> dict[str, Any]:
    """Values from a form, by field; an empty one is not known. Raises WrongFact."""
    return {each.name: facts.typed(each, told.get(each.name, "")) for each in rules.fields}
