"""Territories, the lists they form at a date, and the concordance between two such lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qonys.engines.vocabulary.errors import UnknownTerritory


@dataclass(frozen=True)
class Names:
    """One name in the three languages of the screen."""

    kk: str
    ru: str
    en: str

    def in_language(self, language: str) -> str:
        return {"kk": self.kk, "ru": self.ru}.get(language[:2], self.en)


@dataclass(frozen=True)
class Territory:
    """One administrative unit. `code` is its ISO 3166-2 code; it exists from `since` until `until`."""

    code: str
    names: Names
    kind: str = "region"
    national_code: str = ""
    centre: Names | None = None
    latitude: float | None = None
    longitude: float | None = None
    area_km2: float | None = None
    neighbours: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Territories:
    """The list of units of one country that was in force from `since`: together they are the nation."""

    nation: Territory
    units: tuple[Territory, ...]
    since: date

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(unit.code for unit in self.units)

    def __iter__(self) -> Iterator[Territory]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def __contains__(self, code: object) -> bool:
        return code == self.nation.code or code in self.codes

    def find(self, code: str, where: str = "") -> Territory:
        """The unit (or nation) of that code. Raises UnknownTerritory."""
        for unit in (self.nation, *self.units):
            if unit.code == code:
                return unit
        raise UnknownTerritory(
            f"territory {code!r} is not in the list in force from {self.since:%d.%m.%Y}.",
            where=where,
            remedy=f"Use one of {', '.join((self.nation.code, *self.codes))}, or map it in the concordance.",
        )


@dataclass(frozen=True)
class Concordance:
    """How the units of an older list make up those of a newer one.

    `shares` holds (old code, new code, share of the old unit's people that lived on the new unit's
    territory); the shares of each old unit sum to one.
    """

    since: date
    shares: tuple[tuple[str, str, float], ...]
    source: str

    def __post_init__(self) -> None:
        totals: dict[str, float] = {}
        for old, _, share in self.shares:
            totals[old] = totals.get(old, 0.0) + share
        for old, total in totals.items():
            if abs(total - 1.0) > 1e-6:
                raise ValueError(f"Concordance of {self.since}: the shares of {old} sum to {total}, not 1.")
