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
class Outcomes:
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

    def retention_for_scenarios(self) -> tuple[float, ...] | None:
        """After one to five years, as a scenario takes it; None while too few families were followed."""
        whole = all(share == share for share in self.retention)  # a year nobody has lived through is not a number
        return self.retention if whole and self.family_years >= LEAST else None


def latest() -> Outcomes | None:
    path = Path(settings.QONYS_HOME) / FOLDER / FILE
    if not path.is_file():
        return None
    return _read(json.loads(path.read_text(encoding="utf-8")))


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
    return Outcomes(date.fromisoformat(told["on"]), numbers["base"], families, places, *shares,
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
