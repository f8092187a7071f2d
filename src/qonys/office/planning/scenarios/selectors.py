"""Questions asked of one comparison. Comparisons never change, so an answer once found is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.forecasts import reading
from qonys.office.planning.forecasts.selectors import Band, Geography, Indicator, Place
from qonys.office.planning.scenarios.comparisons import Comparison
from qonys.office.planning.scenarios.kept import Kept

_QUANTILES = "mean, q025, q10, q50, q90, q975"


@dataclass(frozen=True)
class Change:
    """What the policy alone changes in one place and year; shares are of all futures."""

    before: float  # median without the policy
    after: float
    band: Band
    raised: float
    lowered: float

    @property
    def is_none(self) -> bool:
        return self.raised + self.lowered == 0


@dataclass(frozen=True)
class Strength:
    """How strongly people answer to one lever: half of the futures below `value`, eight in ten within the interval."""

    place: str  # in the document, such as "housing.0.elasticity"
    value: float
    low: float
    high: float
    basis: str
    to_be_replaced: bool
    source: str


@lru_cache(maxsize=32)
def geography(kept: Kept) -> Geography:
    """The territories as the comparison knows them; it keeps no map."""
    told = kept.document("territories.json")
    tiles = told.get("tiles") or {}
    units = tuple(_place(unit, tiles) for unit in told["units"])
    return Geography(_place(told["nation"], tiles), units, ())


@lru_cache(maxsize=32)
def indicators(comparison: Comparison) -> dict[str, Indicator]:
    """What was compared, by key."""
    return {
        key: Indicator(key, Names(**entry["name"]), Names(**entry["unit"]), Names(**entry["definition"]))
        for key, entry in comparison.document("definitions.json")["indicators"].items()
    }


@lru_cache(maxsize=256)
def changes(comparison: Comparison, indicator: str, territory: str) -> dict[int, Change]:
    """One indicator of one territory through the years."""
    sql = (
        f"SELECT year, before, after, {_QUANTILES}, raised, lowered FROM {{differences}} "
        "WHERE indicator = $indicator AND territory = $territory ORDER BY year"
    )
    asked = {"indicator": indicator, "territory": territory}
    return {row[0]: _change(row) for row in reading.rows(comparison.folder, sql, asked)}


@lru_cache(maxsize=256)
def across(comparison: Comparison, indicator: str, year: int) -> dict[str, Change]:
    """One indicator of every territory in one year."""
    sql = (
        f"SELECT territory, year, before, after, {_QUANTILES}, raised, lowered FROM {{differences}} "
        "WHERE indicator = $indicator AND year = $year"
    )
    rows = reading.rows(comparison.folder, sql, {"indicator": indicator, "year": year})
    return {territory: _change(row) for territory, *row in rows}


@lru_cache(maxsize=256)
def without(comparison: Comparison, indicator: str, year: int) -> dict[str, Band]:
    """One indicator of every territory in one year, had there been no policy."""
    sql = f"SELECT territory, year, {_QUANTILES} FROM {{before}} WHERE indicator = $indicator AND year = $year"
    rows = reading.rows(comparison.folder, sql, {"indicator": indicator, "year": year})
    return {territory: Band(*row) for territory, *row in rows}


@lru_cache(maxsize=256)
def fans(comparison: Comparison, indicator: str, territory: str) -> tuple[tuple[Band, ...], tuple[Band, ...]]:
    """One indicator of one territory without and with the policy."""
    asked = {"indicator": indicator, "territory": territory}
    where = "WHERE indicator = $indicator AND territory = $territory ORDER BY year"
    without, with_ = (
        tuple(
            Band(*row)
            for row in reading.rows(comparison.folder, f"SELECT year, {_QUANTILES} FROM {table} {where}", asked)
        )
        for table in ("{before}", "{indicators}")
    )
    return without, with_


@lru_cache(maxsize=32)
def years(comparison: Comparison, indicator: str) -> tuple[int, ...]:
    """The years an indicator is known for: a flow ends a year before a stock."""
    sql = "SELECT DISTINCT year FROM {differences} WHERE indicator = $indicator ORDER BY year"
    return tuple(year for (year,) in reading.rows(comparison.folder, sql, {"indicator": indicator}))


@lru_cache(maxsize=32)
def strengths(comparison: Comparison) -> dict[str, Strength]:
    """By the place of the lever in the document and the name of its strength."""
    sql = "SELECT lever, value, low, high, basis, to_be_replaced, source FROM {strengths}"
    return {row[0]: Strength(*row) for row in reading.rows(comparison.folder, sql)}


def levers(comparison: Comparison) -> dict[str, Any]:
    """The policy as it was understood: lever -> entries, or a list of them."""
    found: dict[str, Any] = comparison.document("scenario.json")["scenario"]
    return {name: value for name, value in found.items() if name not in ("title", "note", "country")}


def _change(row: Any) -> Change:
    year, before, after, *quantiles, raised, lowered = row
    return Change(before, after, Band(year, *quantiles), raised, lowered)


def _place(told: dict[str, Any], tiles: dict[str, Any]) -> Place:
    tile = tiles.get(told["code"])
    return Place(told["code"], Names(**told["names"]), told.get("kind") or "region", (), tuple(tile) if tile else None)
