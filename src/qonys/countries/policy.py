"""A country's norms, bounds and amounts as dated data: `policy/*.yaml` of a pack.

    services.yaml   what people need of each service, the capacity that meets it, what one more unit costs
    labour.yaml     activity by age, published demand, friction: what the labour balance stands on
    quotas.yaml     streams, legal bounds, rules of sharing, and every official quota by year and version
    support.yaml    amounts paid to those who move, and the index they are counted in

Every value says since when it holds and carries its source, or the assumption that stands in its place. An amendment
adds a line; `on(values, day)` picks the one in force.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator

from qonys.countries.dated import FOLDER as FOLDER
from qonys.countries.dated import Dated as Dated
from qonys.countries.dated import Frozen, Grounded
from qonys.countries.dated import on as on  # said again: who plans asks here
from qonys.countries.figures.indicators import Text, Words
from qonys.countries.filling import Shape, fill
from qonys.countries.official_quotas import Official as Official
from qonys.countries.official_quotas import latest
from qonys.countries.support.law import Support
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.errors import BadInput


class Service(Frozen):
    """One thing people need by age, and what a region has of it."""

    names: Words
    unit: Words
    ages: str
    per_person: tuple[Dated, ...]
    capacity: str
    known_by: Literal["capacity", "missing"] = "capacity"
    doubt: float
    doubt_reason: Text
    added_doubt: float = 0.0
    offered: tuple[Dated, ...] = ()
    unit_cost: tuple[Dated, ...]

    @field_validator("ages")
    @classmethod
    def _is_a_group(cls, text: str) -> str:
        return str(AgeGroup.parse(text))


class Activity(Frozen):
    """Share of people in the labour force by sex and age group, from `since`."""

    since: date
    source: str = ""
    assumption: Text = ""
    male: Mapping[str, float]
    female: Mapping[str, float]

    def rates(self, open_age: int) -> NDArray[np.float64]:
        """(2, ages): group values stand at the middle of their group, straight lines between; 0 below the first."""
        age = np.arange(open_age + 1)
        rows = []
        for groups in (self.male, self.female):
            parsed = [AgeGroup.parse(text) for text in groups]
            middle = [(each.first + (each.last or each.first + 4)) / 2 for each in parsed]
            row = np.interp(age, middle, list(groups.values()))
            rows.append(np.where(age < parsed[0].first, 0.0, row))
        return np.stack(rows)


class Participation(Frozen):
    """Yearly standard deviation, on the log scale, of the labour force around its raked rates."""

    nation: float
    region: float
    reason: Text


class Vacancies(Frozen):
    value: float
    doubt: float
    reason: Text
    regions: Mapping[str, float] = {}


class DemandDoubt(Frozen):
    nation: float
    published: float
    spread: float


class Demand(Frozen):
    """Published demand for workers: to be hired for new jobs and to replace those who leave for good."""

    source: Text
    meaning: Text
    total: float
    years: Mapping[int, float]
    period: tuple[int, int]
    regions: Mapping[str, float]
    regions_rest: Text
    sectors: Mapping[str, float]
    doubt: DemandDoubt
    doubt_reason: Text

    def by_year(self, years: Sequence[int]) -> NDArray[np.float64]:
        """Persons in each year, straight lines between the published ones, level beyond them."""
        known = sorted(self.years)
        return np.interp(np.asarray(years, dtype=np.float64), known, [self.years[year] for year in known])


class Sector(Frozen):
    names: Words
    spread: Literal["", "rural"] = ""


class Labour(Frozen):
    """`labour.yaml`."""

    horizon: int
    employed_share: tuple[Dated, ...]
    activity: tuple[Activity, ...]
    leaving_from_age: int
    other_exits: tuple[Dated, ...]
    local_jobs: tuple[Dated, ...]
    participation: Participation
    vacancies: Vacancies
    cost_per_worker: tuple[Dated, ...]
    demand: Demand
    sectors: Mapping[str, Sector]

    def activity_in(self, year: int, open_age: int) -> NDArray[np.float64]:
        """(2, ages) on 1 January of the year; between two dated schedules on the way from one to the other."""
        dated = sorted(self.activity, key=lambda each: each.since)
        rates = np.stack([each.rates(open_age) for each in dated])
        when = [each.since.year for each in dated]
        after = int(np.searchsorted(when, year))
        if after == 0 or after == len(when):
            return np.asarray(rates[min(after, len(when) - 1)])
        share = (year - when[after - 1]) / (when[after] - when[after - 1])
        return np.asarray((1 - share) * rates[after - 1] + share * rates[after])


Plan = Literal["settlement", "foreign_labour", "household_immigrants", "study"]


class Stream(Frozen):
    """A kind of newcomer or student; streams of one plan share what a region has."""

    names: Words
    plan: Plan
    workers_per_person: Grounded | None = None
    sectors: tuple[str, ...] = ()


class Bound(Frozen):
    names: Words
    plan: Plan
    share: tuple[Dated, ...]


class Rules(Frozen):
    assurance: tuple[Dated, ...]
    job_assurance: tuple[Dated, ...]
    protected: tuple[Dated, ...]
    priority: tuple[Dated, ...]
    need_lead: tuple[Dated, ...]
    study_lead: tuple[Dated, ...]
    study_places: tuple[Dated, ...]


class Uptake(Frozen):
    year: int
    until: date
    persons: int
    quota: int
    source: str


class Used(Frozen):
    year: int
    until: date
    lines: Mapping[str, int]
    source: str


class Stock(Frozen):
    as_of: date
    source: str
    sectors: Mapping[str, float]
    names: Mapping[str, Words] = {}  # of sectors labour.yaml does not describe


class Quotas(Frozen):
    """`quotas.yaml`."""

    streams: Mapping[str, Stream]
    needs_per_person: Mapping[str, Grounded] = {}
    bounds: Mapping[str, Bound]
    rules: Rules
    official: tuple[Official, ...] = ()
    uptake: tuple[Uptake, ...] = ()
    used: tuple[Used, ...] = ()
    stock: Stock | None = None

    def of(self, plan: Plan) -> tuple[str, ...]:
        """The streams of one plan, in the order they were written."""
        return tuple(key for key, stream in self.streams.items() if stream.plan == plan)

    def latest(self, stream: str, year: int) -> Official | None:
        """The last version of a year's quota with regional lines, or failing that of its total."""
        return latest(self.official, stream, year)

    def in_force(self, stream: str, year: int) -> Official | None:
        """The last version of a year's quota, with or without its regional lines."""
        found = [each for each in self.official if each.stream == stream and each.year == year]
        return found[-1] if found else None


@dataclass(frozen=True)
class Policy:
    """All four files of a pack."""

    services: Mapping[str, Service]
    labour: Labour
    quotas: Quotas
    support: Support


def read_policy(pack: Path) -> Policy:
    """Raises BadInput, UnreadableFile."""
    folder = pack / FOLDER
    services = {
        key: fill(Service, content, f"{FOLDER}/services.yaml, {key}")
        for key, content in read_mapping(folder / "services.yaml").items()
    }
    policy = Policy(
        services,
        _read(Labour, folder / "labour.yaml"),
        _read(Quotas, folder / "quotas.yaml"),
        _read(Support, folder / "support.yaml"),
    )
    _refuse_unknown_names(policy)
    return policy


def _read(model: type[Shape], path: Path) -> Shape:
    return fill(model, read_mapping(path), f"{FOLDER}/{path.name}")


def _refuse_unknown_names(policy: Policy) -> None:
    """Sectors and streams that are named must be described."""
    known: Mapping[str, Any] = policy.labour.sectors
    stock = policy.quotas.stock
    if stock and (nameless := [name for name in stock.sectors if name not in known and name not in stock.names]):
        raise BadInput(
            f"sector '{nameless[0]}' of the stock has no names.", where="policy/quotas.yaml", remedy="Add them."
        )
    for name in (*policy.labour.demand.sectors, *(s for each in policy.quotas.streams.values() for s in each.sectors)):
        if name not in known:
            raise BadInput(f"sector '{name}' is not described.", where="policy/labour.yaml", remedy="Add its names.")
    for each in policy.quotas.official:
        if each.stream not in policy.quotas.streams:
            raise BadInput(
                f"stream '{each.stream}' of the official quota of {each.year} is not described.",
                where="policy/quotas.yaml",
                remedy=f"Use one of {', '.join(policy.quotas.streams)}.",
            )
