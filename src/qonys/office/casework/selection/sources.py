"""In words: where a fact of a receipt comes from, and the rules it was counted by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases import law
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.selection.engine import RuleSet, Source
from qonys.office.casework.selection.models import Score


def rules_of(row: Score) -> RuleSet:
    """The law a score was counted by."""
    return rulesets.book(row.rules.key, row.rules.text).on(row.law_on)


def law_of(line: Mapping[str, Any], language: str) -> str:
    """Act and article of a line of a result."""
    return f"{line['law']['act'][language]}, {line['law']['article'][language]}"


def told(source: Source, procedure: str, language: str) -> str:
    """In the language that is switched on."""
    match source.kind:
        case "register":
            return _("register of persons")
        case "application":
            return _("your application")
        case "paper":
            return _("paper: %(name)s") % {"name": _paper(source.reference.split(" ")[0], procedure, language)}
        case "officer":
            return _("found by the officer: %(why)s") % {"why": source.reference}
    return _("not known")


def _paper(key: str, procedure: str, language: str) -> str:
    """By its name in the newest version that knows it."""
    for version in reversed(law.procedure(procedure).versions):
        try:
            return version.paper(key).names.names.in_language(language)
        except BadInput:
            continue
    return key
