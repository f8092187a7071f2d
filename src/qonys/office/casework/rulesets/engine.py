"""Where rule sets meet the science: reading and proving a text, and asking whether its examples come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from pydantic import BaseModel, ConfigDict

from qonys.countries.filling import fill
from qonys.countries.folders import pack_folder
from qonys.countries.points import read_book
from qonys.countries.yaml_files import parse, read_text
from qonys.engines.scoring.examples import Example, may_take_effect
from qonys.engines.scoring.rules import RuleBook, RuleSet

__all__ = ["RuleBook", "RuleSet", "Tried", "digest", "read", "shipped", "tried"]

FOLDER = "policy/points"
REMEDY = "An example is {name, day, facts, total, items, lost_to_cap, passes, signed_by, source}."


class _Example(BaseModel):
    """One person, one day, and what the law gives, as a lawyer signs it."""

    model_config = ConfigDict(extra="forbid")

    name: str
    day: date  # of the law; "on" would be a yes in YAML
    facts: dict[str, Any]
    total: int
    items: dict[str, int] = {}
    lost_to_cap: int | None = None
    passes: bool | None = None
    signed_by: str = ""
    source: str = ""


@dataclass(frozen=True)
class Tried:
    """What came of the examples: those that fail, each as a letter, and the lines that none of them meets."""

    failing: tuple[str, ...]
    uncovered: tuple[str, ...]
    count: int


def read(text: str, key: str) -> RuleBook:
    """Read, and proven for every day of its time. Raises BadInput with the row."""
    return read_book(text, f"{key}.yaml")


def tried(book: RuleBook, examples: str, since: date) -> Tried:
    """The examples of the law that counts from that day on. Raises BadInput for one that cannot be counted at all."""
    told = [_example(each, place) for place, each in enumerate(parse(examples, "examples.yaml") or [])]
    found = may_take_effect(book, max(since, book.since), told)
    return Tried(tuple(map(str, found.failures)), found.uncovered, len(told))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def shipped() -> Mapping[str, str]:
    """The rule texts that came with the country's law, by name."""
    return _shipped(settings.QONYS_COUNTRY)


@cache
def _shipped(country: str) -> Mapping[str, str]:
    texts = [read_text(path) for path in sorted((pack_folder(country) / FOLDER).glob("*.yaml"))]
    return {str(parse(text, FOLDER)["name"]): text for text in texts}


def _example(told: Any, place: int) -> Example:
    read_as = fill(_Example, told, f"examples.{place}", remedy=REMEDY).model_dump()
    return Example(on=read_as.pop("day"), **read_as)
