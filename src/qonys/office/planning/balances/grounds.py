"""What a balance stands on: norms, costs and rules as the run keeps them, each with its source or assumption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.balances.selectors import LABOUR, keys
from qonys.office.planning.forecasts.runs import Run


@dataclass(frozen=True)
class Ground:
    """A value and why it is that: a source, an assumption, or both. `verified`: the source itself was read."""

    value: float | None
    unit: str = ""
    source: Names | None = None
    assumption: Names | None = None
    verified: bool = True
    since: date | None = None


@dataclass(frozen=True)
class Service:
    """One thing that can be missing. `norm` is in units per person of `ages`; workers have none."""

    key: str
    names: Names
    unit: Names
    ages: str = ""
    norm: Ground | None = None
    cost: Ground | None = None
    doubt: float = 0.0  # of the capacity, standard deviation on the log scale
    doubt_reason: Names | None = None
    offered: Ground | None = None  # share of what is spare that newcomers can get; None: does not hold them back
    missing_is_published: bool = False  # known is what lacks, not what there is


@dataclass(frozen=True)
class LabourGrounds:
    """The published demand and the assumptions between it and a balance of workers."""

    until: int  # the last year of the published demand
    demand: Ground
    parts: tuple[tuple[str, Ground], ...]  # (key, ground) in the order a reader asks


@lru_cache(maxsize=8)
def services(run: Run) -> dict[str, Service]:
    """Workers and every service, by key, in the order of the balance."""
    told, day = run.document("planning.json"), date(run.first_year, 1, 1)
    found = {key: _service(key, entry, day) for key, entry in told["services"].items()}
    labour = told["labour"]
    worker = Service(
        LABOUR, Names(**labour["names"]), Names(**labour["unit"]), cost=in_force(labour.get("unit_cost", ()), day)
    )
    return {key: worker if key == LABOUR else found[key] for key in keys(run)}


@lru_cache(maxsize=8)
def labour(run: Run) -> LabourGrounds:
    told, day = run.document("planning.json")["labour"], date(run.first_year, 1, 1)
    demand = told["demand"]
    parts = [("employed_share", in_force(told["employed_share"], day))]
    parts += [("activity", ground(each)) for each in told["activity"]]
    parts.append(("vacancies", _reasoned(told["vacancies"], told["vacancies"]["value"])))
    parts.append(("regions_rest", Ground(None, assumption=text(demand["regions_rest"]))))
    parts.append(("local_jobs", in_force(told["local_jobs"], day)))
    parts.append(("participation", _reasoned(told["participation"], None)))
    parts.append(("demand_doubt", Ground(None, assumption=text(demand["doubt_reason"]))))
    published = Ground(demand["total"], source=text(demand["source"]), assumption=text(demand["meaning"]))
    return LabourGrounds(told["horizon"], published, tuple((key, each) for key, each in parts if each))


@lru_cache(maxsize=8)
def standings(run: Run) -> dict[str, Names]:
    """The words for a probability."""
    return {key: Names(**names) for key, names in run.document("planning.json")["standings"].items()}


@lru_cache(maxsize=8)
def assurances(run: Run) -> tuple[Ground, Ground]:
    """How sure a promise of room must be, 0..1: of dwellings and places, and of jobs."""
    rules, day = run.document("planning.json")["rules"], date(run.first_year, 1, 1)
    places, jobs = (in_force(rules[key], day) for key in ("assurance", "job_assurance"))
    nothing = Ground(None)
    return places or nothing, jobs or nothing


def currency(run: Run) -> str:
    """The code of the country's money, as its costs are written."""
    return str(run.document("planning.json").get("currency", ""))


def unit_money(run: Run, key: str) -> float | None:
    """What one more unit costs in the country's money."""
    if key == LABOUR:
        cost = run.document("planning.json")["labour"].get("cost_per_worker")
        return None if cost is None else float(cost)
    known = services(run)[key].cost
    return known.value if known else None


def in_force(dated: Sequence[Mapping[str, Any]], day: date) -> Ground | None:
    """The value that holds on that day."""
    begun = [each for each in dated if date.fromisoformat(each["since"]) <= day]
    return ground(max(begun, key=lambda each: str(each["since"]))) if begun else None


def ground(told: Mapping[str, Any]) -> Ground:
    return Ground(
        told.get("value"),
        told.get("unit", ""),
        text(told.get("source", "")),
        text(told.get("assumption", "")),
        told.get("verified", True),
        date.fromisoformat(told["since"]),
    )


def text(told: str | Mapping[str, str]) -> Names | None:
    """A remark in three languages; one that was written in a single language is the same in all."""
    if not told:
        return None
    return Names(told, told, told) if isinstance(told, str) else Names(**told)


def _reasoned(told: Mapping[str, Any], value: float | None) -> Ground:
    return Ground(value, assumption=text(told["reason"]))


def _service(key: str, told: Mapping[str, Any], day: date) -> Service:
    return Service(
        key=key,
        names=Names(**told["names"]),
        unit=Names(**told["unit"]),
        ages=told["ages"],
        norm=in_force(told["per_person"], day),
        cost=in_force(told["unit_cost"], day),
        doubt=told["doubt"],
        doubt_reason=text(told["doubt_reason"]),
        offered=in_force(told["offered"], day),
        missing_is_published=told["known_by"] == "missing",
    )
