"""What is on course: the indicators of the country's programmes, those that alarm first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.runs import Run

ALARMS = ("behind", "watch", "on_course", "unknown")
_ROWS = (
    "SELECT programme, indicator, owner, target, target_year, actual, as_of, probability, alarm FROM {control} "
    "ORDER BY programme, indicator"
)


@dataclass(frozen=True)
class Watched:
    """One indicator: what was reached, what is asked for by the end of `target_year`, and how likely that is."""

    key: str  # programme/indicator
    names: Names
    unit: Names
    owner: Names | None
    target: float | None
    target_year: int | None
    actual: float | None
    as_of: date | None
    probability: float | None
    alarm: str


@dataclass(frozen=True)
class Course:
    alarms: Mapping[str, Names]  # the names of ALARMS
    watched: tuple[Watched, ...]  # the most alarming first
    programmes: int

    def count(self, alarm: str) -> int:
        return sum(each.alarm == alarm for each in self.watched)


def course(run: Run) -> Course | None:
    """None for a run without programme control, or a country without programmes."""
    told = run.document("planning.json") if run.holds("control") else {"programmes": {}}
    if not any(programme["indicators"] for programme in told["programmes"].values()):
        return None
    rows = reading.rows(run.folder, _ROWS)
    watched = [_watched(told["programmes"][programme], programme, *cells) for programme, *cells in rows]
    watched.sort(key=lambda each: (ALARMS.index(each.alarm), each.key))
    alarms = {key: Names(**names) for key, names in told["alarms"].items()}
    return Course(alarms, tuple(watched), len(told["programmes"]))


def _watched(programme: dict[str, Any], name: str, indicator: str, owner: str, *cells: Any) -> Watched:
    told, owners = programme["indicators"][indicator], programme["owners"]
    named = Names(**owners[owner]["names"]) if owner in owners else None
    return Watched(f"{name}/{indicator}", Names(**told["names"]), Names(**told["unit"]), named, *cells)
