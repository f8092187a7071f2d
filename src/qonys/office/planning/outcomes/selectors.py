"""What was learned of settled families: for placement, scenarios and the public. None before anybody was followed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER, FILE = "outcomes", "outcomes.json"
LEAST = 30  # adults or families behind a figure that is shown
ENOUGH = 100  # adults of whom something was said before, for a word on whether it is to be trusted


@dataclass(frozen=True)
class PlaceChance:
    """Chance of work after a year of one type of family in one place, with its central 90 %."""

    chance: float
    low: float
    high: float
    gain: float
    stays: tuple[float, ...]


@dataclass(frozen=True)
class Cohort:
    """Families that arrived in one year, in one place or ('') everywhere; None: too few to show."""

    year: int
    place: str
    working: int | None
    wanting: int | None
    staying: tuple[float | None, ...]  # after one to five years

    @property
    def share(self) -> float | None:
        return self.working / self.wanting if self.wanting and self.working is not None else None


@dataclass(frozen=True)
class Bin:
    """Adults of whom about the same was said, and the share that works, with its central 95 %."""

    predicted: float
    happened: float
    low: float
    high: float
    adults: int


@dataclass(frozen=True)
class Group:
    """A group that was never asked about: what was said of it, what came about, and by how much it fared better."""

    name: str
    adults: int
    predicted: float
    happened: float
    low: float
    high: float
    gap: float
    gap_low: float
    gap_high: float

    @property
    def misjudged(self) -> bool:
        return self.gap_low > 0 or self.gap_high < 0


@dataclass(frozen=True)
class Trust:
    """How far what was said before came about. `error`: expected calibration error with its interval."""

    years: tuple[str, ...]
    adults: int
    bins: tuple[Bin, ...]
    error: tuple[float, float, float] | None
    brier: tuple[float, float, float] | None
    reference: float | None  # Brier score of who always says the overall share
    groups: Mapping[str, tuple[Group, ...]]
    hidden: Mapping[str, int]


@dataclass(frozen=True)
class Version:
    """A model as its page shows it; `trust` is None for one kept before this was counted."""

    version: str
    on: date
    base: int
    adults: int
    family_years: int
    trust: Trust | None


@dataclass(frozen=True)
class Outcomes:
    """`version`: its day and the beginning of the digest of what it says; two that say the same are one."""

    version: str
    on: date
    base: int
    families: tuple[str, ...]
    places: tuple[str, ...]
    retention: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    adults: int
    family_years: int
    chances: Mapping[tuple[str, str], PlaceChance]  # (family, place)
    cohorts: tuple[Cohort, ...]

    @property
    def speaks(self) -> bool:
        """Whether enough families were followed for placement to count by it."""
        return self.adults >= LEAST and self.family_years >= LEAST

    def retention_for_scenarios(self) -> tuple[float, ...] | None:
        """After one to five years, as a scenario takes it; None while too few families were followed."""
        whole = all(share == share for share in self.retention)  # a year nobody has lived through is not a number
        return self.retention if whole and self.family_years >= LEAST else None


def latest() -> Outcomes | None:
    told = content()
    return _read(told) if told else None


def content(version: str = "") -> dict[str, Any] | None:
    """What is kept, of the newest version or of one that a round names."""
    path = folder() / (kept_as(version) if version else FILE)
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def version(name: str = "") -> Version | None:
    """The newest, or one of the kept ones by its name."""
    told = content(name)
    if told is None:
        return None
    numbers = (told["base"], told["adults"], told["family_years"])
    trust = _trust(told["checked"]) if "checked" in told else None
    return Version(told.get("version", told["on"]), date.fromisoformat(told["on"]), *numbers, trust)


def versions() -> list[str]:
    """Names of the kept versions, the newest first."""
    return sorted((path.stem for path in folder().glob("2*.json")), reverse=True)


def _trust(told: Mapping[str, Any]) -> Trust:
    bins = tuple(Bin(*row[:4], int(row[4])) for row in told.get("bins", ()))
    groups = {name: tuple(_group(group, figure) for group, figure in rows.items())
              for name, rows in told["groups"].items()}  # fmt: skip
    error, brier = (tuple(told[key].values()) if key in told else None for key in ("ece", "brier"))
    return Trust(tuple(told["years"]), told["adults"], bins, error, brier, told.get("reference"), groups,
                 told["hidden"])  # fmt: skip


def _group(name: str, figure: Mapping[str, Any]) -> Group:
    fields = ("predicted", "happened", "low", "high", "gap", "gap_low", "gap_high")
    return Group(name, figure["families"], *(figure[key] for key in fields))


def folder() -> Path:
    return Path(settings.QONYS_HOME) / FOLDER


def kept_as(version: str) -> str:
    return f"{version}.json"


def _read(told: Mapping[str, Any]) -> Outcomes:
    families, places = tuple(told["families"]), tuple(told["places"])
    chances = {
        (family, place): PlaceChance(
            told["work"][i][j], told["work_low"][i][j], told["work_high"][i][j], told["gains"][i][j],
            tuple(told["stays"][i][j]),
        )
        for i, family in enumerate(families)
        for j, place in enumerate(places)
    }  # fmt: skip
    numbers = {key: told[key] for key in ("base", "adults", "family_years")}
    shares = (tuple(told[key]) for key in ("retention", "retention_low", "retention_high"))
    named = (told.get("version", told["on"]), date.fromisoformat(told["on"]), numbers["base"])
    return Outcomes(*named, families, places, *shares,
                    numbers["adults"], numbers["family_years"], chances, tuple(_cohorts(told)))  # fmt: skip


def _cohorts(told: Mapping[str, Any]) -> list[Cohort]:
    """By year and place, the nation ('') first; what too few stand behind is left open."""
    work, stay = _summed(told["work_cohorts"]), _summed(told["stay_cohorts"])
    found = []
    for place in ("", *told["places"]):
        for year in sorted({key[1] for key in {**work, **stay} if key[0] == place}):
            mine = work.get((place, year), {})
            wanting = sum(mine.values())
            enough = wanting >= LEAST
            staying = _staying([stay.get((place, year, str(after)), {}) for after in range(5)])
            working = mine.get("works", 0)
            found.append(Cohort(int(year), place, working if enough else None, wanting if enough else None, staying))
    return found


def _summed(rows: list[list[Any]]) -> dict[tuple[str, ...], dict[str, int]]:
    """Counts by state of every place and of the nation."""
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for place, *rest in rows:
        *inner, state, count = rest
        for where in {place, ""}:
            cell = found.setdefault((where, *inner), {})
            cell[state] = cell.get(state, 0) + count
    return found


def _staying(cells: list[Mapping[str, int]]) -> tuple[float | None, ...]:
    share, found = 1.0, list[float | None]()
    for cell in cells:
        began = sum(cell.values())
        if began < LEAST or (found and found[-1] is None):
            found.append(None)
            continue
        share *= 1 - cell.get("left", 0) / began
        found.append(share)
    return tuple(found)
