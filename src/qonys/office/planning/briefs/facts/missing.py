"""What will be missing: the most probable shortages of each service, and what closing them would cost."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.briefs.facts.people import headline_years
from qonys.office.planning.forecasts import reading, selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band, Place

VERY_LIKELY = 0.9
_ROWS = (
    "SELECT service, territory, year, gap, q025, q10, q50, q90, q975, unmet, probability, cost FROM {balance} "
    "WHERE year = $year ORDER BY service, territory"
)


@dataclass(frozen=True)
class Shortage:
    """One service in one region on 1 January: what is missing (median and intervals; minus: to spare)."""

    place: Place
    gap: Band
    unmet: float  # expected, units
    probability: float
    cost: float  # expected, of closing it, country's money


@dataclass(frozen=True)
class Service:
    """One service in the whole country. A surplus in one region closes no gap in another."""

    key: str
    names: Names
    unit: Names
    unmet: float
    cost: float
    very_likely: int  # regions where a shortage is more probable than nine in ten
    regions: tuple[Shortage, ...]  # where a shortage is likelier than not, the surest and largest first


@dataclass(frozen=True)
class Missing:
    year: int
    currency: str
    regions: int
    services: tuple[Service, ...]  # the costliest first

    @property
    def cost(self) -> float:
        return sum(service.cost for service in self.services)


def missing(run: Run) -> Missing | None:
    """None for a run that holds a forecast alone."""
    if not run.holds("balance"):
        return None
    years = [year for (year,) in reading.rows(run.folder, "SELECT DISTINCT year FROM {balance} ORDER BY year")]
    year = min(years, key=lambda each: (abs(each - headline_years(run)[0]), each))
    geography, told = selectors.geography(run), run.document("planning.json")
    found: dict[str, list[tuple[str, Shortage]]] = {}
    for service, territory, *cells in reading.rows(run.folder, _ROWS, {"year": year}):
        found.setdefault(service, []).append((territory, _shortage(geography.find(territory), *cells)))
    labels = {"labour": told["labour"], **told["services"]}
    nation = geography.nation.code
    services = [_service(key, labels[key], dict(rows), nation) for key, rows in found.items()]
    ordered = tuple(sorted(services, key=lambda service: (-service.cost, service.key)))
    return Missing(year, told.get("currency", ""), len(geography.units), ordered)


def _shortage(place: Place, year: int, gap: float, *cells: float) -> Shortage:
    quantiles, (unmet, probability, cost) = cells[:5], cells[5:]
    return Shortage(place, Band(year, gap, *quantiles), unmet, probability, cost)


def _service(key: str, told: dict[str, dict[str, str]], rows: dict[str, Shortage], nation: str) -> Service:
    whole = rows.pop(nation)
    likely = [row for row in rows.values() if row.probability > 0.5]
    # Beyond nine in ten one shortage is as sure as another: then the larger one comes first.
    likely.sort(key=lambda row: (-min(row.probability, VERY_LIKELY), -row.unmet, row.place.code))
    return Service(
        key,
        Names(**told["names"]),
        Names(**told["unit"]),
        whole.unmet,
        whole.cost,
        sum(row.probability > VERY_LIKELY for row in rows.values()),
        tuple(likely),
    )
