"""What planning found, as plain tables and one document of words: what a run's folder keeps of a turn of the loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from qonys.balances import LABOUR_NAMES, LABOUR_UNIT, STANDING_NAMES, bottlenecks_table, gaps_table
from qonys.control import ALARM_NAMES, control_table, course_table
from qonys.countries.figures.indicators import plain
from qonys.countries.policy import Policy
from qonys.countries.programmes import Programme
from qonys.cycle import Planning
from qonys.engines.vocabulary.territory import Names
from qonys.quotas import PLAN_NAMES, QuotaPlan, told

_QUOTAS = {
    "year": pl.Int32, "plan": pl.String, "stream": pl.String, "territory": pl.String,
    "proposed": pl.Int64, "official": pl.Int64, "difference": pl.Int64,
}  # fmt: skip
_REASONS = {
    "year": pl.Int32, "plan": pl.String, "stream": pl.String, "territory": pl.String, "place": pl.Int32,
    "kind": pl.String, "detail": pl.String, "amount": pl.Int64, "kk": pl.String, "ru": pl.String, "en": pl.String,
}  # fmt: skip
_PRICES = {
    "year": pl.Int32, "plan": pl.String, "bound": pl.String, "territory": pl.String, "price": pl.Float64,
    "more": pl.Float64, "limit": pl.Float64, "used": pl.Float64, "unplaced": pl.Int64,
}  # fmt: skip
_BOUNDS = {"year": pl.Int32, "key": pl.String, "plan": pl.String, "share": pl.Float64, "persons": pl.Int64,
           "source": pl.String}  # fmt: skip
_OFFICIAL = {
    "year": pl.Int32, "stream": pl.String, "version": pl.String, "territory": pl.String, "persons": pl.Int64,
    "source": pl.String,
}  # fmt: skip


def tables(planning: Planning, nation: str) -> dict[str, pl.DataFrame]:
    """Every table by name. `nation` is the code of the whole country."""
    ground, plans = planning.ground, planning.quotas
    return {
        "balance": gaps_table(ground, list(planning.balance), nation),
        "bottlenecks": bottlenecks_table(ground, list(planning.balance)),
        "quotas": _table(_QUOTAS, (row for plan in plans for row in _lines(plan))),
        "quota_reasons": _table(_REASONS, (row for plan in plans for row in _reasons(plan, planning))),
        "quota_bounds": _table(
            _BOUNDS, ((p.year, b.key, b.plan, b.share, b.persons, b.source) for p in plans for b in p.bounds)
        ),
        "quota_prices": _table(_PRICES, (row for plan in plans for row in _prices(plan))),
        "official_quotas": _table(_OFFICIAL, _official(planning, nation)),
        "control": control_table(planning.controlled),
        "control_course": course_table(planning.controlled),
    }


def document(planning: Planning) -> dict[str, Any]:
    """Names, units, norms and rules behind the tables, each with its source or the assumption in its place."""
    policy = planning.ground.policy
    stock_names = policy.quotas.stock.names if policy.quotas.stock else {}
    return {
        "currency": policy.support.mci[-1].unit,  # of every cost in the tables
        "labour": _labour(planning),
        "services": {key: each.model_dump(mode="json") for key, each in policy.services.items()},
        "plans": {key: _in_words(names) for key, names in PLAN_NAMES.items()},
        "streams": {key: each.model_dump(mode="json") for key, each in policy.quotas.streams.items()},
        "needs_per_person": {key: each.model_dump(mode="json") for key, each in policy.quotas.needs_per_person.items()},
        "sectors": {key: each.model_dump(mode="json") for key, each in policy.labour.sectors.items()}
        | {key: {"names": each.model_dump(mode="json")} for key, each in stock_names.items()},
        "bounds": {key: each.model_dump(mode="json") for key, each in policy.quotas.bounds.items()},
        "official": [
            each.model_dump(mode="json", include={"year", "stream", "version", "source"})
            for each in policy.quotas.official
        ],
        "rules": policy.quotas.rules.model_dump(mode="json"),
        "standings": {str(key): _in_words(names) for key, names in STANDING_NAMES.items()},
        "alarms": {str(key): _in_words(names) for key, names in ALARM_NAMES.items()},
        "foreign_labour_by_sector": {str(plan.year): dict(plan.sectors) for plan in planning.quotas},
        "programmes": {key: _programme(each) for key, each in planning.programmes.items()},
    }


def _programme(programme: Programme) -> dict[str, Any]:
    """As written. `place` keeps the order of directions and measures, which the keys of JSON do not."""
    told = programme.model_dump(mode="json")
    for place, direction in enumerate(told["directions"].values()):
        direction["place"] = place
        for later, measure in enumerate(direction["measures"].values()):
            measure["place"] = later
    return told


def _labour(planning: Planning) -> dict[str, Any]:
    """What the balance of workers stands on; `cost_per_worker` in the country's money."""
    labour = planning.ground.policy.labour
    grounds = labour.model_dump(
        mode="json",
        include={"horizon", "employed_share", "other_exits", "local_jobs", "participation", "vacancies"},
    )
    demand = {"source", "meaning", "total", "period", "regions_rest", "doubt_reason"}
    said = {"since", "source", "assumption"}
    return {
        "names": _in_words(LABOUR_NAMES),
        "unit": _in_words(LABOUR_UNIT),
        "demand": labour.demand.model_dump(mode="json", include=demand),
        **grounds,
        "activity": [each.model_dump(mode="json", include=said) for each in labour.activity],
        "unit_cost": [each.model_dump(mode="json") for each in labour.cost_per_worker],
        "cost_per_worker": planning.ground.cost_per_worker,
    }


def _table(schema: Mapping[str, Any], rows: Iterator[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(schema), orient="row")


def _lines(plan: QuotaPlan) -> Iterator[tuple[Any, ...]]:
    for key, comparison in plan.comparisons.items():
        for line in comparison.lines:
            yield plan.year, key, line.stream, line.territory, line.proposed, line.official, line.difference


def _reasons(plan: QuotaPlan, planning: Planning) -> Iterator[tuple[Any, ...]]:
    """In the order in which they lead from the share by need to the line; their amounts add up to it."""
    for key, comparison in plan.comparisons.items():
        for line in comparison.lines:
            for place, reason in enumerate(line.reasons):
                words = told(reason, planning.ground)
                where = (plan.year, key, line.stream, line.territory, place)
                yield *where, reason.kind, reason.detail, reason.amount, words.kk, words.ru, words.en


def _prices(plan: QuotaPlan) -> Iterator[tuple[Any, ...]]:
    """Worth of one unit more of each resource in each territory, and of each national limit (territory empty)."""
    for key, found in plan.plans.items():
        for resource in found.problem.resources:
            name = resource.name
            columns = found.price(name), found.more(name), resource.spare, found.taken(name)
            for code, *numbers in zip(found.problem.territories, *columns, strict=True):
                yield plan.year, key, name, code, *(float(number) for number in numbers), None
        for limit, price in zip(found.problem.limits, found.shares.limit_prices, strict=True):
            used, left = float(found.persons[limit.streams].sum()), found.unplaced[limit.name]
            yield plan.year, key, limit.name, "", float(price), None, float(limit.persons), used, left


def _official(planning: Planning, nation: str) -> Iterator[tuple[Any, ...]]:
    """Every version of every official quota: its lines where they were published, and its total."""
    policy: Policy = planning.ground.policy
    for each in policy.quotas.official:
        head = each.year, each.stream, each.version
        for territory, persons in each.lines.items():
            yield *head, territory, persons, plain(each.source)
        yield *head, nation, each.persons, plain(each.source)


def _in_words(names: Names) -> dict[str, str]:
    return {"kk": names.kk, "ru": names.ru, "en": names.en}
