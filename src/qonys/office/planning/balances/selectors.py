"""Questions asked of a run's balance. Runs never change, so an answer once found is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band

LABOUR = "labour"
_COLUMNS = (
    "territory, year, service, need, capacity, gap, q025, q10, q50, q90, q975, unmet_q10, unmet_q50, unmet_q90, "
    "cost_q10, cost_q50, cost_q90, probability, standing, extended"
)


@dataclass(frozen=True)
class Range:
    """Median and 80 % interval."""

    q10: float
    q50: float
    q90: float


@dataclass(frozen=True)
class Balance:
    """One service in one territory on one 1 January. Plus: missing; minus: to spare."""

    territory: str
    year: int
    service: str
    need: float  # mean, in the unit of the service
    capacity: float
    gap: Band
    unmet: Range  # what is missing where something is; of the nation the sum over its territories
    cost: Range  # of meeting what is unmet, in the country's money
    probability: float  # that something is missing
    standing: str
    extended: bool  # past the published demand for workers


@dataclass(frozen=True)
class Bottleneck:
    """How many newcomers one resource has room for, and how often it is the one that stops them first (0..1)."""

    resource: str
    people: float
    binds: float


def holds(run: Run) -> bool:
    """Whether the run is a whole turn of the loop; one that ends with the forecast has no balance."""
    return run.holds("balance") and run.holds("bottlenecks")


@lru_cache(maxsize=8)
def years(run: Run) -> tuple[int, ...]:
    return tuple(year for (year,) in reading.rows(run.folder, "SELECT DISTINCT year FROM {balance} ORDER BY year"))


@lru_cache(maxsize=8)
def keys(run: Run) -> tuple[str, ...]:
    """Workers, then the services in the order the country lists them: that of the rows of one cell of the table."""
    sql = "SELECT service FROM {balance} WHERE year = $year AND territory = (SELECT first(territory) FROM {balance})"
    return tuple(service for (service,) in reading.rows(run.folder, sql, {"year": years(run)[0]}))


@lru_cache(maxsize=64)
def of_service(run: Run, service: str) -> dict[str, tuple[Balance, ...]]:
    """Territory -> its balance of one service through the years, the nation included."""
    sql = f"SELECT {_COLUMNS} FROM {{balance}} WHERE service = $service ORDER BY year"
    found: dict[str, list[Balance]] = {}
    for row in reading.rows(run.folder, sql, {"service": service}):
        found.setdefault(row[0], []).append(_balance(row))
    return {territory: tuple(through) for territory, through in found.items()}


@lru_cache(maxsize=64)
def of_territory(run: Run, territory: str) -> dict[str, tuple[Balance, ...]]:
    """Service -> one territory's balance through the years, in the order of `keys`."""
    sql = f"SELECT {_COLUMNS} FROM {{balance}} WHERE territory = $territory ORDER BY year"
    found: dict[str, list[Balance]] = {service: [] for service in keys(run)}
    for row in reading.rows(run.folder, sql, {"territory": territory}):
        found[row[2]].append(_balance(row))
    return {service: tuple(through) for service, through in found.items()}


def at(through: tuple[Balance, ...], year: int) -> Balance | None:
    return next((each for each in through if each.year == year), None)


@lru_cache(maxsize=64)
def bottlenecks(run: Run, year: int) -> dict[str, tuple[Bottleneck, ...]]:
    """Territory -> its resources in that year, the one most likely to stop newcomers first."""
    sql = "SELECT territory, resource, people, binds FROM {bottlenecks} WHERE year = $year ORDER BY binds DESC"
    found: dict[str, list[Bottleneck]] = {}
    for territory, *values in reading.rows(run.folder, sql, {"year": year}):
        found.setdefault(territory, []).append(Bottleneck(*values))
    return {territory: tuple(each) for territory, each in found.items()}


def room(resources: tuple[Bottleneck, ...]) -> float:
    """People every one of the resources has room for."""
    return min(each.people for each in resources)


def _balance(row: reading.Row) -> Balance:
    territory, year, service, need, capacity, gap, q025, q10, q50, q90, q975, *rest = row
    unmet, cost, (probability, standing, extended) = rest[:3], rest[3:6], rest[6:]
    return Balance(
        territory=territory,
        year=year,
        service=service,
        need=need,
        capacity=capacity,
        gap=Band(year, gap, q025, q10, q50, q90, q975),
        unmet=Range(*unmet),
        cost=Range(*cost),
        probability=probability,
        standing=standing,
        extended=extended,
    )
