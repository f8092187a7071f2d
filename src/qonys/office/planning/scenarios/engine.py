"""The room's one door to the science: a country and a scenario in, what it changes or what a goal needs out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qonys import scenarios
from qonys.countries import pack as packs
from qonys.countries.pack import CountryPack
from qonys.cycle import Progress
from qonys.engines.projection.quantiles import Summary
from qonys.engines.vocabulary.scenario import Scenario
from qonys.scenarios import Answer, Outcome, Report, Speaker, Workbench
from qonys.scenarios.tables import QUANTILES
from qonys.scenarios.words import LANGUAGES, indicators

__all__ = ["LANGUAGES", "Answer", "Basis", "Progress", "Report", "Speaker", "Trial", "definitions", "told"]


@dataclass(frozen=True)
class Basis:
    """Which futures: those of a forecast with this seed, number of trajectories and last year."""

    country: str  # a pack's name or folder
    seed: int
    trajectories: int
    horizon: int


@dataclass(frozen=True)
class Trial:
    """A country ready to try policies on, up to 1 January `bench.until`."""

    bench: Workbench

    @classmethod
    def of(cls, basis: Basis, until: int, progress: Progress) -> Trial:
        country = packs.load(basis.country)
        return cls(_prepared(country, basis, until, progress))

    @property
    def country(self) -> CountryPack:
        return self.bench.country

    def baseline(self) -> Outcome:
        return self.bench.outcome()

    def report(self, scenario: Scenario, baseline: Outcome) -> Report:
        """What the scenario changes in every indicator."""
        return scenarios.report(self.bench, None, scenario, before=baseline)

    def seek(self, wanted: Mapping[str, Any]) -> Answer:
        """How many must come. `wanted` are the words of `scenarios.goal`. Raises BadInput."""
        return self.bench.seek(scenarios.goal(self.country, **wanted))


def definitions(report: Report) -> dict[str, Any]:
    """Name, unit and definition of every indicator of the report, in three languages."""
    known = indicators(report.bench.country)
    return {each.indicator: known[each.indicator] for each in report.differences}


def told(answer: Answer) -> dict[str, Any]:
    """The numbers of an answer: persons a year with their interval, the level, and shares of futures."""
    return {
        "helps": answer.helps,
        "possible": answer.possible,
        "persons": _quantiles(answer.persons) if answer.persons is not None else None,
        "level": _quantiles(answer.level),
        "with_none": _quantiles(answer.with_none),
        "with_most": _quantiles(answer.with_most),
        "met_without": answer.met_without,
        "out_of_reach": answer.out_of_reach,
    }


def _quantiles(found: Summary) -> dict[str, float]:
    return {"mean": float(found.mean)} | dict(zip(QUANTILES, map(float, found.quantiles), strict=True))


# Figures, calibration and draws take seconds, a policy tried on them one: a worker keeps the last it prepared.
_READY: dict[tuple[object, ...], Workbench] = {}


def _prepared(country: CountryPack, basis: Basis, until: int, progress: Progress) -> Workbench:
    key = (basis, until, country.inputs())
    if key not in _READY:
        bench = scenarios.prepare(
            country,
            trajectories=basis.trajectories,
            seed=basis.seed,
            until=until,
            last_year=basis.horizon,
            progress=progress,
        )
        _READY.clear()
        _READY[key] = bench
    return _READY[key]
