"""From tidy figures to the labelled arrays estimation stands on (`qonys.engines.vocabulary.evidence`).

Driven by indicator codes, the list of territories and the conventions only: a country that publishes less has
more NaN. Regional figures of an older list appear only where the unit is still the very same territory; what
was published on older lists by broad age comes with its concordance instead.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import xarray as xr
from numpy.typing import NDArray

from qonys.countries.conventions import Conventions
from qonys.countries.figures.vintages import latest
from qonys.countries.history import annual, preferred, unchanged_units
from qonys.countries.labelled import array, by_age, over_time, years_of
from qonys.countries.territories import TerritoryLists
from qonys.engines.vocabulary.errors import MissingCell
from qonys.engines.vocabulary.evidence import (
    BroadAges,
    Evidence,
    NationalHistory,
    NationalSchedules,
    RegionalFigures,
)
from qonys.engines.vocabulary.sex import SEXES
from qonys.engines.vocabulary.territory import Territories

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
PER_PERSON = 1 / 1000  # crude rates are published per 1,000
SERIES = (
    "population",
    "births",
    "deaths",
    "total_fertility",
    "life_expectancy",
    "immigration",
    "emigration",
    "net_external_migration",
)
TWO_SEXES = [str(sex) for sex in SEXES]


def build_evidence(figures: pl.DataFrame, lists: TerritoryLists, conventions: Conventions) -> Evidence:
    """The evidence of a country on the base date of its conventions. Raises MissingCell without a base population."""
    now = latest(figures)
    chosen = annual(preferred(now, conventions))
    nation = lists.nation.code
    national = chosen.filter(pl.col("territory") == nation)
    # A schedule by age is better from another publisher than from nobody.
    anybody = annual(preferred(now, conventions, anybody=True))
    schedules = anybody.filter(pl.col("territory") == nation)
    _refuse_missing_base(national, conventions)
    return Evidence(
        territories=lists.current,
        base_year=conventions.base_year,
        history=national_history(national),
        schedules=national_schedules(schedules, conventions),
        regions=regional_figures(chosen, lists),
    )


def _refuse_missing_base(national: pl.DataFrame, conventions: Conventions) -> None:
    base = national.filter(
        (pl.col("indicator") == "population") & (pl.col("year") == conventions.base_year) & (pl.col("age") == "all")
    )
    if base.is_empty():
        raise MissingCell(
            f"no population of the nation is published for 1 January {conventions.base_year}, the base.",
            where="figures",
            remedy="Add it, or set base_year in conventions.yaml to a year that has one.",
        )


def national_history(national: pl.DataFrame) -> NationalHistory:
    """Series on one time axis; the coordinate `publisher` says whose figure each is."""
    series = national.filter((pl.col("age") == "all") & pl.col("indicator").is_in(SERIES))
    years = years_of(series)

    def both(indicator: str) -> xr.DataArray:
        return over_time(series.filter((pl.col("indicator") == indicator) & (pl.col("sex") == "both")), years)

    return NationalHistory(
        population=both("population"),
        births=both("births"),
        deaths=both("deaths"),
        total_fertility=both("total_fertility"),
        life_expectancy=array(
            series.filter(pl.col("indicator") == "life_expectancy"), {"time": years, "sex": TWO_SEXES}
        ),
        arrivals=both("immigration"),
        departures=both("emigration"),
        net_migration=both("net_external_migration"),
    )


def national_schedules(national: pl.DataFrame, conventions: Conventions) -> NationalSchedules:
    """Age schedules, ages 0..open age; fertility is zero at ages for which none is published."""
    open_age = conventions.open_age
    ratio = national.filter(pl.col("indicator") == "sex_ratio_at_birth")

    def schedule(indicator: str) -> xr.DataArray:
        return by_age(national.filter(pl.col("indicator") == indicator), TWO_SEXES, open_age)

    fertility = by_age(national.filter(pl.col("indicator") == "fertility_rate"), ["female"], open_age)
    return NationalSchedules(
        population=schedule("population"),
        mortality=schedule("mortality_rate"),
        fertility=fertility.isel(sex=0, drop=True).fillna(0.0),
        sex_ratio_at_birth=over_time(ratio, years_of(ratio)),
        net_migration=schedule("net_external_migration"),
    )


def regional_figures(chosen: pl.DataFrame, lists: TerritoryLists) -> RegionalFigures:
    """Yearly figures by unit of the current list, broad ages on their own list, areas and distances."""
    units = list(lists.current.codes)
    regional = unchanged_units(chosen, lists).filter((pl.col("age") == "all") & pl.col("territory").is_in(units))
    years = years_of(regional)

    def both(indicator: str, factor: float = 1.0) -> xr.DataArray:
        rows = regional.filter((pl.col("indicator") == indicator) & (pl.col("sex") == "both"))
        return array(rows, {"territory": units, "time": years}) * factor

    def by_sex(indicator: str, sexes: list[str]) -> xr.DataArray:
        rows = regional.filter(pl.col("indicator") == indicator)
        return array(rows, {"territory": units, "time": years, "sex": sexes})

    return RegionalFigures(
        population=both("population"),
        population_by_sex=by_sex("population", TWO_SEXES),
        broad_ages=broad_ages(chosen, lists),
        births=both("births"),
        deaths=both("deaths"),
        crude_birth_rate=both("crude_birth_rate", PER_PERSON),
        crude_death_rate=both("crude_death_rate", PER_PERSON),
        total_fertility=both("total_fertility"),
        life_expectancy=by_sex("life_expectancy", [*TWO_SEXES, "both"]),
        internal_arrivals=both("internal_arrivals"),
        internal_departures=both("internal_departures"),
        area_km2=_areas(lists.current),
        distance_km=distances(lists.current),
    )


def broad_ages(chosen: pl.DataFrame, lists: TerritoryLists) -> tuple[BroadAges, ...]:
    """Every table of people by unit, sex and age group, latest first, with the concordance to the current list."""
    groups = chosen.filter(
        (pl.col("indicator") == "population")
        & (pl.col("age") != "all")
        & pl.col("sex").is_in(TWO_SEXES)
        & (pl.col("territory") != lists.nation.code)
    )
    tables = []
    for part in groups.partition_by("year", "list_since", maintain_order=True):
        year, since = part.select("year", "list_since").row(0)
        own = lists.on(since)
        ages = sorted(part["age"].unique().to_list(), key=lambda age: (int(age.rstrip("+").split("-")[0]), age))
        axes = {"territory": list(own.codes), "sex": TWO_SEXES, "group": ages}
        table = array(part.rename({"age": "group"}), axes)
        tables.append(BroadAges(table, year, lists.concordance_from(since)))
    return tuple(sorted(tables, key=lambda table: -table.year))


def _areas(territories: Territories) -> xr.DataArray:
    areas = [np.nan if unit.area_km2 is None else unit.area_km2 for unit in territories]
    return xr.DataArray(areas, coords={"territory": list(territories.codes)}, dims=("territory",))


def distances(territories: Territories) -> xr.DataArray:
    """Great-circle distance between centres in km, labelled (origin, destination); NaN without coordinates."""
    latitude = _radians([unit.latitude for unit in territories])
    longitude = _radians([unit.longitude for unit in territories])
    north = np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
    east = np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    half = np.sqrt(north + np.cos(latitude[:, None]) * np.cos(latitude[None, :]) * east)
    codes = list(territories.codes)
    return xr.DataArray(
        2 * EARTH_RADIUS_KM * np.arcsin(half),
        coords={"origin": codes, "destination": codes},
        dims=("origin", "destination"),
    )


def _radians(degrees: list[float | None]) -> NDArray[np.float64]:
    return np.radians(np.array([np.nan if angle is None else angle for angle in degrees], dtype=np.float64))
