"""Comparisons on disk: what a scenario changes against the baseline, as it was computed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from qonys.engines.vocabulary.errors import UnknownRun
from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.scenarios import kept
from qonys.office.planning.scenarios.kept import Kept

FOLDER = "comparisons"
DOCUMENT = "scenario.yaml"  # as it was written


@dataclass(frozen=True)
class Comparison(Kept):
    """`key` names a scenario of the country; one that was written here has none."""

    key: str
    title: Names
    note: Names
    digest: str  # SHA-256 of the document

    @classmethod
    def told(cls, folder: Path, manifest: dict[str, Any]) -> Self:
        return cls(
            **kept.told_of_all(folder, manifest),
            key=manifest["key"],
            title=Names(**manifest["title"]),
            note=Names(**manifest["note"]),
            digest=manifest["document"],
        )

    @property
    def name(self) -> str:
        """What it is called in addresses: a scenario of the country keeps its name whenever it is computed anew."""
        return self.key or self.id

    @property
    def text(self) -> str:
        """The document as it was written."""
        return (self.folder / DOCUMENT).read_text(encoding="utf-8")


def complete(country: str) -> tuple[Comparison, ...]:
    """All complete comparisons of a country (its code), newest first."""
    return tuple(each for each in kept.complete(FOLDER, Comparison) if each.country == country)


def newest(country: str) -> tuple[Comparison, ...]:
    """Those worth showing, of a scenario of the country only the newest: first these by name, then what was written
    here, the newest first."""
    known: dict[str, Comparison] = {}
    for each in complete(country):
        known.setdefault(each.name, each)
    ours = sorted((each for each in known.values() if each.key), key=lambda each: each.key)
    return (*ours, *(each for each in known.values() if not each.key))


def find(name: str, country: str) -> Comparison:
    """The newest of that name, or the one with that id. Raises UnknownRun."""
    for each in complete(country):
        if name in (each.name, each.id):
            return each
    raise UnknownRun(f"There is no comparison {name!r}.")
