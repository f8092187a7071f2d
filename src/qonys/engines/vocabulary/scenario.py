"""A scenario: a small typed document of policy levers. Every lever may be left out; an empty scenario is the baseline.

A scenario says what is done (places, jobs, persons, per cent), never what comes of it: how strongly people answer is
the lever's `Elasticity`, which carries its interval and its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

from qonys.engines.vocabulary.levers import (
    ActiveAgeing,
    Basis,
    Course,
    Elasticity,
    EmigrationChange,
    Event,
    FamilyPolicy,
    FertilityPath,
    GrowthPoint,
    Housing,
    Inflow,
    LabourInflow,
    Lever,
    MortalityPath,
    Relocation,
    SchoolBuilding,
    Shares,
    WageChange,
)
from qonys.engines.vocabulary.territory import Names

__all__ = [
    "ActiveAgeing",
    "Basis",
    "Course",
    "Elasticity",
    "EmigrationChange",
    "Event",
    "FamilyPolicy",
    "FertilityPath",
    "GrowthPoint",
    "Housing",
    "Inflow",
    "LabourInflow",
    "Lever",
    "MortalityPath",
    "Relocation",
    "Scenario",
    "SchoolBuilding",
    "Shares",
    "WageChange",
]


@dataclass(frozen=True, kw_only=True)
class Scenario(Lever):
    """All levers of one scenario. The order in which levers of one kind are listed changes nothing."""

    title: Names = field(default_factory=lambda: Names(kk="Негізгі болжам", ru="Базовый прогноз", en="Baseline"))
    country: str = ""
    note: Names | None = None  # what is tried, and where its sizes come from
    fertility: FertilityPath | None = None
    mortality: MortalityPath | None = None
    family_policy: tuple[FamilyPolicy, ...] = ()
    active_ageing: ActiveAgeing | None = None
    kandas: tuple[Inflow, ...] = ()
    labour: tuple[LabourInflow, ...] = ()
    emigration: EmigrationChange | None = None
    relocation: tuple[Relocation, ...] = ()
    housing: tuple[Housing, ...] = ()
    schools: tuple[SchoolBuilding, ...] = ()
    growth_points: tuple[GrowthPoint, ...] = ()
    wages: tuple[WageChange, ...] = ()
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        names = [event.name for event in self.events]
        if len(set(names)) < len(names):
            raise ValueError(f"two events share a name and would share their luck: {', '.join(sorted(names))}")

    def levers(self) -> Iterator[tuple[str, Lever]]:
        """Every lever with its place in the document, such as "relocation.0"."""
        for entry in fields(self):
            found = getattr(self, entry.name)
            if isinstance(found, Lever):
                yield entry.name, found
            elif isinstance(found, tuple):
                yield from ((f"{entry.name}.{place}", lever) for place, lever in enumerate(found))

    def places(self) -> Iterator[tuple[str, str]]:
        """Every territory the document names, with its place in the document."""
        for where, lever in self.levers():
            for name in ("territory", "origin", "destination"):
                if name in _own(lever) and not (name == "origin" and isinstance(lever, Inflow)):
                    yield f"{where}.{name}", str(getattr(lever, name))
            for code in getattr(lever, "shares", {}):
                yield f"{where}.shares.{code}", code
            for place, code in enumerate(getattr(lever, "territories", ())):
                yield f"{where}.territories.{place}", code

    def courses(self) -> Iterator[tuple[str, Course]]:
        """Every course of the document that holds a value, with its place."""
        for where, lever in self.levers():
            for name in _own(lever):
                value = getattr(lever, name)
                if isinstance(value, Mapping) and value and isinstance(next(iter(value)), int):
                    yield f"{where}.{name}", value


def _own(lever: Lever) -> tuple[str, ...]:
    return tuple(getattr(lever, "__dataclass_fields__", {}))
