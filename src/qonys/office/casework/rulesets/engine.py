"""Where rule sets meet the science: reading and proving a text, and asking whether its examples come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256

from django.conf import settings

from qonys.countries.folders import pack_folder
from qonys.countries.points import built_in_rule_sets, read_book
from qonys.countries.points.cases import parse_examples
from qonys.countries.yaml_files import parse, read_text
from qonys.engines.scoring.examples import may_take_effect
from qonys.engines.scoring.rules import RuleBook, RuleSet

__all__ = ["RuleBook", "RuleSet", "Tried", "digest", "read", "shipped", "shipped_examples", "tried"]

FOLDER = "policy/points"


@dataclass(frozen=True)
class Tried:
    """What came of the examples: those that fail, each as a letter; lines that none meets; those nobody signed."""

    failing: tuple[str, ...]
    uncovered: tuple[str, ...]
    unsigned: tuple[str, ...]
    count: int


def read(text: str, key: str) -> RuleBook:
    """Read, and proven for every day of its time. Raises BadInput with the row."""
    return read_book(text, f"{key}.yaml")


def tried(book: RuleBook, examples: str, since: date) -> Tried:
    """The examples of the law that counts from that day on. Raises BadInput for one that cannot be counted at all."""
    told = parse_examples(examples, "examples.yaml")
    found = may_take_effect(book, max(since, book.since), told, demand_signed=True)
    return Tried(tuple(map(str, found.failures)), found.uncovered, found.unsigned, len(told))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def shipped() -> Mapping[str, str]:
    """The rule texts that came with the country's law, by name."""
    return _shipped(settings.QONYS_COUNTRY)


@cache
def _shipped(country: str) -> Mapping[str, str]:
    texts = [read_text(path) for path in sorted((pack_folder(country) / FOLDER).glob("*.yaml"))]
    return {str(parse(text, FOLDER)["name"]): text for text in texts}


def shipped_examples(key: str) -> str:
    """The examples that came with the country's law, as text; '' if none did."""
    file = built_in_rule_sets().get(key)
    path = file.parent / "cases" / f"{key}.yaml" if file else None
    return read_text(path) if path and path.is_file() else ""
