"""Questions asked of one run. Runs never change, so an answer once found is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from qonys.engines.vocabulary.errors import UnknownTerritory
from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.runs import Run

_QUANTILES = "mean, q025, q10, q50, q90, q975"


@dataclass(frozen=True, slots=True)  # thousands of them are kept
class Band:
    """What is expected: mean, median (q50), the 80 % (q10-q90) and 95 % (q025-q975) intervals."""

    year: int
    mean: float
    q025: float
    q10: float
    q50: float
    q90: float
    q975: float


@dataclass(frozen=True)
class Past:
    """What was published."""

    year: int
    value: float
    source: str


@dataclass(frozen=True)
class Place:
    """The nation or one of its units, as this run knows it."""

    code: str
    names: Names
    kind: str
    neighbours: tuple[str, ...] = ()
    tile: tuple[int, int] | None = None  # column, row


@dataclass(frozen=True)
class Geography:
    nation: Place
    units: tuple[Place, ...]
    shapes: tuple[tuple[str, dict[str, Any]], ...]  # (code, GeoJSON geometry), schematic

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.nation, *self.units)

    def find(self, code: str) -> Place:
        for place in self.places:
            if place.code == code:
                return place
        raise UnknownTerritory(f"territory {code!r} is not in this forecast.")


@dataclass(frozen=True)
class Indicator:
    key: str
    name: Names
    unit: Names
    definition: Names


@dataclass(frozen=True)
class MethodNote:
    subject: str
    text: Names
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Definitions:
    indicators: dict[str, Indicator]
    methods: tuple[MethodNote, ...]
    publishers: dict[str, Any]


@dataclass(frozen=True)
class Published:
    """Another office's forecast of one value."""

    publisher: str
    published: str
    variant: str
    indicator: str
    year: int
    value: float
    source: str


@dataclass(frozen=True)
class Flow:
    """Persons who moved between a territory and `other` within one year."""

    other: str
    came: float
    left: float


@dataclass(frozen=True)
class Ages:
    """One year's pyramid: persons by single age, median and 80 % interval, for each sex."""

    year: int
    male: tuple[tuple[float, float, float], ...]  # (q10, q50, q90) by age
    female: tuple[tuple[float, float, float], ...]


@lru_cache(maxsize=8)
def geography(run: Run) -> Geography:
    told = run.document("territories.json")
    tiles = told.get("tiles") or {}
    shapes: list[tuple[str, dict[str, Any]]] = []
    if (run.folder / "map.geojson").is_file():
        features = run.document("map.geojson")["features"]
        shapes = [(feature.get("id") or feature["properties"]["iso"], feature["geometry"]) for feature in features]
    units = tuple(_place(unit, tiles) for unit in told["units"])
    return Geography(_place(told["nation"], tiles), units, tuple(shapes))


@lru_cache(maxsize=8)
def definitions(run: Run) -> Definitions:
    told = run.document("definitions.json")
    indicators = {
        key: Indicator(key, Names(**entry["name"]), Names(**entry["unit"]), Names(**entry["definition"]))
        for key, entry in told["indicators"].items()
    }
    methods = tuple(
        MethodNote(note["subject"], Names(**note["text"]), tuple(note.get("sources") or ())) for note in told["methods"]
    )
    return Definitions(indicators, methods, told.get("publishers") or {})


@lru_cache(maxsize=256)
def expected(run: Run, territory: str) -> dict[str, tuple[Band, ...]]:
    """Every indicator of a territory, by year; an indicator that was not computed is absent."""
    sql = f"SELECT indicator, year, {_QUANTILES} FROM {{indicators}} WHERE territory = $territory ORDER BY year"
    found: dict[str, list[Band]] = {}
    for indicator, *values in reading.rows(run.folder, sql, {"territory": territory}):
        found.setdefault(indicator, []).append(Band(*values))
    return {indicator: tuple(bands) for indicator, bands in found.items()}


@lru_cache(maxsize=256)
def history(run: Run, territory: str) -> dict[str, tuple[Past, ...]]:
    """What was published about a territory. Where offices disagree, the one that reaches furthest speaks."""
    sql = (
        "SELECT indicator, year, value, source FROM ("
        "  SELECT *, max(year) OVER (PARTITION BY indicator, dataset) AS reach FROM {history}"
        "  WHERE territory = $territory AND value IS NOT NULL) "
        "QUALIFY row_number() OVER (PARTITION BY indicator, year ORDER BY reach DESC, dataset) = 1 ORDER BY year"
    )
    found: dict[str, list[Past]] = {}
    for indicator, year, value, source in reading.rows(run.folder, sql, {"territory": territory}):
        found.setdefault(indicator, []).append(Past(year, value, source or ""))
    return {indicator: tuple(values) for indicator, values in found.items()}


def population_now(run: Run, territory: str) -> float:
    """People at the base year: as published where that is so, else our estimate."""
    published = {point.year: point.value for point in history(run, territory).get("population", ())}
    return published.get(run.first_year) or expected(run, territory)["population"][0].q50


@lru_cache(maxsize=64)
def across(run: Run, year: int) -> dict[str, dict[str, Band]]:
    """Territory -> indicator -> what is expected in that year, for maps and comparisons."""
    sql = f"SELECT territory, indicator, year, {_QUANTILES} FROM {{indicators}} WHERE year = $year"
    found: dict[str, dict[str, Band]] = {}
    for territory, indicator, *values in reading.rows(run.folder, sql, {"year": year}):
        found.setdefault(territory, {})[indicator] = Band(*values)
    return found


@lru_cache(maxsize=8)
def today(run: Run) -> dict[str, dict[str, Band]]:
    """As `across` in the base year, with the published population where there is one."""
    found = {}
    for territory, here in across(run, run.first_year).items():
        now = population_now(run, territory)
        found[territory] = {**here, "population": replace(here["population"], q50=now)}
    return found


@lru_cache(maxsize=8)
def paths(run: Run, indicator: str) -> dict[str, tuple[Band, ...]]:
    """Territory -> one indicator through the years, for small multiples."""
    sql = f"SELECT territory, year, {_QUANTILES} FROM {{indicators}} WHERE indicator = $indicator ORDER BY year"
    found: dict[str, list[Band]] = {}
    for territory, *values in reading.rows(run.folder, sql, {"indicator": indicator}):
        found.setdefault(territory, []).append(Band(*values))
    return {territory: tuple(bands) for territory, bands in found.items()}


@lru_cache(maxsize=64)
def pyramids(run: Run, territory: str) -> tuple[Ages, ...]:
    """The age structure of a territory on every 1 January of the run."""
    sql = (
        "SELECT year, sex, list([q10, q50, q90] ORDER BY age) FROM {population} "
        "WHERE territory = $territory GROUP BY year, sex ORDER BY year"
    )
    years: dict[int, dict[str, tuple[tuple[float, float, float], ...]]] = {}
    for year, sex, cells in reading.rows(run.folder, sql, {"territory": territory}):
        years.setdefault(year, {})[sex] = tuple((low, middle, high) for low, middle, high in cells)
    return tuple(Ages(year, sexes["male"], sexes["female"]) for year, sexes in years.items())


@lru_cache(maxsize=64)
def published_forecasts(run: Run, territory: str) -> tuple[Published, ...]:
    sql = (
        "SELECT publisher, CAST(published AS VARCHAR), variant, indicator, year, value, source FROM {comparisons} "
        "WHERE territory = $territory AND value IS NOT NULL ORDER BY publisher, published, variant, indicator, year"
    )
    found = reading.rows(run.folder, sql, {"territory": territory})
    return tuple(Published(a or "", b or "", c or "", d, e, f, g or "") for a, b, c, d, e, f, g in found)


@lru_cache(maxsize=64)
def flows(run: Run, territory: str) -> tuple[Flow, ...]:
    """Moves between this territory and each other one in the latest year before the forecast, an estimate.

    The largest exchange first.
    """
    sql = (
        "WITH latest AS (SELECT origin, destination, persons FROM {flows} WHERE kind <> 'forecast' "
        "  AND year = (SELECT max(year) FROM {flows} WHERE kind <> 'forecast')) "
        "SELECT place, sum(came), sum(left_) FROM ("
        "  SELECT origin AS place, persons AS came, 0 AS left_ FROM latest WHERE destination = $territory"
        "  UNION ALL"
        "  SELECT destination, 0, persons FROM latest WHERE origin = $territory) "
        "WHERE place <> $territory GROUP BY place ORDER BY sum(came) + sum(left_) DESC"
    )
    return tuple(Flow(*row) for row in reading.rows(run.folder, sql, {"territory": territory}))


@lru_cache(maxsize=8)
def years(run: Run) -> tuple[int, ...]:
    """The years of the run's stocks, first to last."""
    return tuple(year for (year,) in reading.rows(run.folder, "SELECT DISTINCT year FROM {population} ORDER BY year"))


def _place(told: dict[str, Any], tiles: dict[str, Any]) -> Place:
    tile = tiles.get(told["code"])
    return Place(
        told["code"],
        Names(**told["names"]),
        told.get("kind") or "region",
        tuple(told.get("neighbours") or ()),
        (int(tile[0]), int(tile[1])) if tile else None,
    )
