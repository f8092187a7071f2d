"""Questions asked of a run's quotas. Runs never change, so an answer once found is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.runs import Run

TABLES = ("quotas", "quota_reasons", "quota_prices", "quota_bounds", "official_quotas", "balance")
LABOUR = "labour"


@dataclass(frozen=True)
class Reason:
    """`amount` persons for this reason; `details` are the resources that held the line back."""

    kind: str
    details: tuple[str, ...]
    amount: int
    names: Names


@dataclass(frozen=True)
class Line:
    """Persons of one stream in one territory; the amounts of the reasons add up to `proposed`."""

    stream: str
    territory: str
    proposed: int
    official: int | None  # None: not published
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> int | None:
        return None if self.official is None else self.proposed - self.official


@dataclass(frozen=True)
class Room:
    """One thing a territory has to offer: what is spare, what the proposal takes, what one unit more would change."""

    territory: str
    resource: str
    spare: float
    used: float
    price: float  # worth of one unit more: 1 is a job filled where it is needed most
    more: float  # persons that one unit more would let the territory have more


@dataclass(frozen=True)
class Limit:
    """A total over the whole country: that of a stream, or a bound over several."""

    key: str
    persons: int
    used: int
    unplaced: int


@dataclass(frozen=True)
class Bound:
    """What the law allows: a share of the labour force, in persons."""

    key: str
    plan: str
    share: float
    persons: int


@dataclass(frozen=True)
class Official:
    """One version of an official quota: its total, and the lines that were published."""

    year: int
    stream: str
    version: str
    total: int
    lines: Mapping[str, int]
    source: Names

    @property
    def complete(self) -> bool:
        return bool(self.lines) and self.unknown == 0

    @property
    def unknown(self) -> int:
        """Persons whose territory was not published."""
        return self.total - sum(self.lines.values())


@dataclass(frozen=True)
class Rule:
    """A rule of sharing or a bound as in force, with its source or the assumption in its place."""

    value: float
    source: Names | None
    assumption: Names | None
    verified: bool


@dataclass(frozen=True)
class Named:
    """The words of the plan: names by key, units of resources, rules in force."""

    plans: Mapping[str, Names]
    streams: Mapping[str, Names]
    plan_of: Mapping[str, str]  # stream -> plan
    bounds: Mapping[str, Names]
    acts: Mapping[str, Rule]  # the share of the labour force each bound allows
    sectors: Mapping[str, Names]
    resources: Mapping[str, Names]
    units: Mapping[str, Names]
    needs: Mapping[str, Rule]  # units of a resource one newcomer takes
    rules: Mapping[str, Rule]


def held(run: Run) -> bool:
    """Whether the run holds quotas: one that ends with the forecast has none."""
    return all(run.holds(table) for table in TABLES)


@lru_cache(maxsize=16)
def years(run: Run) -> tuple[int, ...]:
    return tuple(year for (year,) in reading.rows(run.folder, "SELECT DISTINCT year FROM {quotas} ORDER BY year"))


@lru_cache(maxsize=32)
def plans(run: Run, year: int) -> tuple[str, ...]:
    """The plans proposed for a year, in the order they were made."""
    found = reading.rows(run.folder, "SELECT plan FROM {quotas} WHERE year = $year", {"year": year})
    return tuple(dict.fromkeys(plan for (plan,) in found))


@lru_cache(maxsize=64)
def lines(run: Run, year: int, plan: str) -> tuple[Line, ...]:
    """Every line that either side has, streams in the order of the plan."""
    told = reasons(run, year, plan)
    sql = (
        "SELECT stream, territory, proposed, official FROM {quotas} WHERE year = $year AND plan = $plan "
        "ORDER BY territory"
    )
    found = [
        Line(stream, territory, proposed, official, told.get((stream, territory), ()))
        for stream, territory, proposed, official in reading.rows(run.folder, sql, {"year": year, "plan": plan})
    ]
    order = list(names(run, year).streams)
    return tuple(sorted(found, key=lambda line: (order.index(line.stream), line.territory)))


@lru_cache(maxsize=64)
def reasons(run: Run, year: int, plan: str) -> dict[tuple[str, str], tuple[Reason, ...]]:
    """The reasons of every line (stream, territory), in the order in which they lead to it."""
    sql = (
        "SELECT stream, territory, kind, detail, amount, kk, ru, en FROM {quota_reasons} "
        "WHERE year = $year AND plan = $plan ORDER BY stream, territory, place"
    )
    rows = reading.rows(run.folder, sql, {"year": year, "plan": plan})
    return {
        line: tuple(
            Reason(kind, tuple(part for part in detail.split(",") if part), amount, Names(kk, ru, en))
            for _, _, kind, detail, amount, kk, ru, en in told
        )
        for line, told in groupby(rows, key=lambda row: (row[0], row[1]))
    }


@lru_cache(maxsize=64)
def rooms(run: Run, year: int, plan: str) -> dict[str, tuple[Room, ...]]:
    """What every territory has to offer, by territory; resources in the order of the balance."""
    sql = (
        'SELECT territory, bound, "limit", used, price, more FROM {quota_prices} '
        "WHERE year = $year AND plan = $plan AND territory <> ''"
    )
    found: dict[str, list[Room]] = {}
    for row in reading.rows(run.folder, sql, {"year": year, "plan": plan}):
        found.setdefault(row[0], []).append(Room(*row))
    return {code: tuple(each) for code, each in found.items()}


@lru_cache(maxsize=64)
def limits(run: Run, year: int, plan: str) -> tuple[Limit, ...]:
    sql = (
        'SELECT bound, CAST("limit" AS BIGINT), CAST(used AS BIGINT), unplaced FROM {quota_prices} '
        "WHERE year = $year AND plan = $plan AND territory = ''"
    )
    return tuple(Limit(*row) for row in reading.rows(run.folder, sql, {"year": year, "plan": plan}))


@lru_cache(maxsize=32)
def bounds(run: Run, year: int) -> tuple[Bound, ...]:
    sql = "SELECT key, plan, share, persons FROM {quota_bounds} WHERE year = $year"
    return tuple(Bound(*row) for row in reading.rows(run.folder, sql, {"year": year}))


@lru_cache(maxsize=8)
def official(run: Run) -> tuple[Official, ...]:
    """Every version of every official quota, in the order in which they were written down."""
    sql = "SELECT year, stream, version, territory, persons FROM {official_quotas}"
    nation = run.document("territories.json")["nation"]["code"]
    found: dict[tuple[int, str, str], dict[str, int]] = {}
    for year, stream, version, territory, persons in reading.rows(run.folder, sql):
        found.setdefault((year, stream, version), {})[territory] = persons
    sources = {(e["year"], e["stream"], e["version"]): e["source"] for e in run.document("planning.json")["official"]}
    return tuple(
        Official(*head, lines.pop(nation), lines, _remark(sources[head]) or Names("", "", ""))
        for head, lines in found.items()
    )


@lru_cache(maxsize=16)
def names(run: Run, year: int) -> Named:
    """Words of the run's planning document; rules as in force when the year begins."""
    told = run.document("planning.json")
    services = told["services"]
    return Named(
        plans={key: Names(**each) for key, each in told["plans"].items()},
        streams=_names(told["streams"]),
        plan_of={key: each["plan"] for key, each in told["streams"].items()},
        bounds=_names(told["bounds"]),
        acts={key: _rule(_on(each["share"], year)) for key, each in told["bounds"].items()},
        sectors=_names(told["sectors"]),
        resources=_names(services),
        units={key: Names(**each["unit"]) for key, each in services.items()} | {LABOUR: Names(**told[LABOUR]["unit"])},
        needs={key: _rule(each) for key, each in told["needs_per_person"].items()},
        rules={key: _rule(_on(values, year)) for key, values in told["rules"].items()},
    )


@lru_cache(maxsize=16)
def by_sector(run: Run, year: int) -> dict[str, int]:
    """Foreign labour proposed for the nation by sector, as those at work today are divided."""
    found: dict[str, int] = run.document("planning.json")["foreign_labour_by_sector"].get(str(year), {})
    return found


def _names(entries: Mapping[str, Any]) -> dict[str, Names]:
    return {key: Names(**each["names"]) for key, each in entries.items()}


def _on(values: list[dict[str, Any]], year: int) -> dict[str, Any]:
    """The dated value in force on 31 January, the day the proposal looks at."""
    return max((each for each in values if each["since"] <= f"{year}-01-31"), key=lambda each: each["since"])


def _rule(told: Mapping[str, Any]) -> Rule:
    return Rule(told["value"], _remark(told["source"]), _remark(told["assumption"]), told.get("verified", True))


def _remark(told: str | Mapping[str, str]) -> Names | None:
    """A remark in three languages; one that was written in a single language is the same in all."""
    if not told:
        return None
    return Names(told, told, told) if isinstance(told, str) else Names(**told)
