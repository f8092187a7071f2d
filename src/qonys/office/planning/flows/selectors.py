"""Questions asked of the flow tables of one run. Runs never change, so an answer once found is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import nan

from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band, expected

PAIRS, TOTALS, METHODS = "flows", "flow_totals", "flow_methods"
PUBLISHED, ESTIMATE, NOWCAST, FORECAST = "published", "estimate", "nowcast", "forecast"
IN, OUT, ALL = "in", "out", "all"


@dataclass(frozen=True)
class Flow:
    """Persons who move from `origin` to `destination` within a year; low-high holds about 8 in 10."""

    origin: str
    destination: str
    persons: float
    low: float
    high: float

    @property
    def band(self) -> Band:
        """As a band without its 95 % interval, which estimates do not have."""
        return Band(0, self.persons, nan, self.low, self.persons, self.high, nan)


@dataclass(frozen=True)
class Total:
    """Arrivals or departures of a territory in one year, or all of the nation; what is published has no bounds."""

    year: int
    kind: str
    persons: float
    low_80: float | None
    high_80: float | None
    low_95: float | None
    high_95: float | None

    @property
    def band(self) -> Band | None:
        """None for what was published: it has no interval."""
        if self.low_80 is None or self.high_80 is None or self.low_95 is None or self.high_95 is None:
            return None
        return Band(self.year, self.persons, self.low_95, self.low_80, self.persons, self.high_80, self.high_95)


@dataclass(frozen=True)
class Method:
    """How one method did at a horizon: error over that of "as last year" (None: never tried), and its weight now."""

    steps: int  # years ahead
    name: str
    error: float | None
    vintages: int  # earlier cut-offs it was tried at
    weight: float
    standing: str


@lru_cache(maxsize=8)
def years(run: Run) -> dict[int, str]:
    """The years pairs are known for, and what they are: estimate, nowcast (of a year since) or forecast."""
    sql = "SELECT year, min(kind) FROM {flows} GROUP BY year ORDER BY year"
    return dict(reading.rows(run.folder, sql))  # type: ignore[arg-type]


@lru_cache(maxsize=32)
def flows(run: Run, year: int) -> tuple[Flow, ...]:
    """Every ordered pair in that year, the largest first."""
    sql = (
        "SELECT origin, destination, persons, low_80, high_80 FROM {flows} WHERE year = $year "
        "ORDER BY persons DESC, origin, destination"
    )
    return tuple(Flow(*row) for row in reading.rows(run.folder, sql, {"year": year}))


def flow(run: Run, origin: str, destination: str, year: int) -> Flow | None:
    return next((f for f in flows(run, year) if (f.origin, f.destination) == (origin, destination)), None)


@lru_cache(maxsize=8)
def totals(run: Run) -> dict[tuple[str, str], tuple[Total, ...]]:
    """(territory, direction) -> its years, published and forecast."""
    sql = (
        "SELECT territory, direction, year, kind, persons, low_80, high_80, low_95, high_95 FROM {flow_totals} "
        "ORDER BY year"
    )
    found: dict[tuple[str, str], list[Total]] = {}
    for territory, direction, *values in reading.rows(run.folder, sql):
        found.setdefault((territory, direction), []).append(Total(*values))
    return {key: tuple(values) for key, values in found.items()}


def total(run: Run, territory: str, direction: str, year: int) -> Total | None:
    return next((t for t in totals(run).get((territory, direction), ()) if t.year == year), None)


@lru_cache(maxsize=8)
def methods(run: Run) -> tuple[Method, ...]:
    """Every method at every horizon: nearest first, and within a horizon the heaviest first."""
    sql = (
        "SELECT steps_ahead, method, error_relative_to_persistence, vintages, weight, standing FROM {flow_methods} "
        "ORDER BY steps_ahead, weight DESC, error_relative_to_persistence NULLS LAST, method"
    )
    return tuple(Method(*row) for row in reading.rows(run.folder, sql))


@dataclass(frozen=True)
class Chain:
    """One total through all horizons: what was published, the forecast of the next years, the projection after it."""

    published: dict[int, float]
    forecast: tuple[Band, ...]
    projection: tuple[Band, ...]
    since: tuple[int, ...] = ()  # years of the forecast that are over, but only partly published

    @property
    def years(self) -> list[int]:
        known = [*self.published, *(band.year for band in (*self.forecast, *self.projection))]
        return list(range(min(known), max(known) + 1)) if known else []


@lru_cache(maxsize=128)
def chain(run: Run, territory: str, direction: str, last: int) -> Chain:
    """Arrivals (or departures, or all moves) of a territory up to the year `last`."""
    told = totals(run).get((territory, direction), ())
    forecast = tuple(total.band for total in told if total.band is not None)
    reach = max((total.year for total in told), default=run.first_year - 1)
    indicator = "internal_departures" if direction == OUT else "internal_arrivals"
    later = expected(run, territory).get(indicator, ())
    projection = tuple(band for band in later if reach < band.year <= last)
    since = tuple(total.year for total in told if total.kind == NOWCAST)
    return Chain({t.year: t.persons for t in told if t.band is None}, forecast, projection, since)
