"""An invented country as Evidence.

Every figure follows from a seed, and any of them can be left unpublished.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from qonys.engines.vocabulary.evidence import (
    BroadAges,
    Evidence,
    NationalHistory,
    NationalSchedules,
    RegionalFigures,
)
from qonys.engines.vocabulary.life_table import survival_from_mx
from qonys.engines.vocabulary.territory import Concordance, Names, Territories, Territory

BASE = 2020
AGES = 101
SEX = ["male", "female"]
YEARS = [2010, 2015, 2018, 2019, 2020]
GROUPS = ["0-14", "15-64", "65+"]


def country(seed: int = 1, units: int = 3) -> Evidence:
    """A country whose territories are all published, every table consistent with the nation."""
    luck = np.random.default_rng(seed)
    codes = tuple(f"XX-{number:02d}" for number in range(1, units + 1))
    listed = tuple(Territory(code, Names(code, code, code)) for code in codes)
    nation = Territory("XX", Names("XX", "XX", "XX"), kind="country")
    totals = luck.uniform(5e4, 2e6, units)
    return Evidence(
        Territories(nation, listed, date(2000, 1, 1)),
        BASE,
        _history(float(totals.sum())),
        _schedules(float(totals.sum())),
        _regions(codes, totals, luck),
    )


def by_time(values: ArrayLike, codes: tuple[str, ...], years: list[int]) -> xr.DataArray:
    coords = {"territory": list(codes), "time": years}
    return xr.DataArray(np.asarray(values, dtype=float), coords=coords, dims=("territory", "time"))


def unpublished(codes: tuple[str, ...], years: tuple[int, ...] = ()) -> xr.DataArray:
    return by_time(np.full((len(codes), len(years)), np.nan), codes, list(years))


def hide(evidence: Evidence, *names: str) -> Evidence:
    """The same country, with nothing published under these names of its regional figures."""
    regions = evidence.regions
    for name in names:
        if name == "broad_ages":
            regions = replace(regions, broad_ages=())
        else:
            regions = replace(regions, **{name: xr.full_like(getattr(regions, name), np.nan)})
    return replace(evidence, regions=regions)


def bare(evidence: Evidence) -> Evidence:
    """Hardly anything.

    One national total and the schedules of mortality and fertility, all tables without a year.
    """
    codes = evidence.territories.codes
    empty = unpublished(codes)
    no_time = xr.DataArray(np.empty(0), coords={"time": np.empty(0, dtype=int)}, dims="time")
    by_sex = empty.expand_dims(sex=SEX).transpose("territory", "time", "sex")
    population = evidence.history.population.sel(time=[BASE])
    history = replace(
        evidence.history,
        **dict.fromkeys(("births", "deaths", "total_fertility", "arrivals", "departures", "net_migration"), no_time),
        population=population,
        life_expectancy=no_time.expand_dims(sex=SEX).transpose("time", "sex"),
    )
    schedules = evidence.schedules
    schedules = replace(
        schedules,
        population=schedules.population.isel(time=[]),
        net_migration=schedules.net_migration.isel(time=[]),
        sex_ratio_at_birth=no_time,
    )
    pairs = xr.DataArray(
        np.full((len(codes),) * 2, np.nan), coords=[("origin", list(codes)), ("destination", list(codes))]
    )
    regions = RegionalFigures(
        population=empty,
        population_by_sex=by_sex,
        broad_ages=(),
        births=empty,
        deaths=empty,
        crude_birth_rate=empty,
        crude_death_rate=empty,
        total_fertility=empty,
        life_expectancy=by_sex,
        internal_arrivals=empty,
        internal_departures=empty,
        area_km2=xr.DataArray(np.full(len(codes), np.nan), coords={"territory": list(codes)}, dims="territory"),
        distance_km=pairs,
    )
    return replace(evidence, history=history, schedules=schedules, regions=regions)


def mortality() -> xr.DataArray:
    """Gompertz with an infant excess; women's hazards are six tenths of men's."""
    ages = np.arange(AGES)
    men = 8e-5 * np.exp(0.085 * ages) + np.where(ages == 0, 0.01, 0.0)
    return xr.DataArray(
        np.stack([men, 0.6 * men])[None],
        coords={"time": [2019], "sex": SEX, "age": ages},
        dims=("time", "sex", "age"),
    )


def fertility() -> xr.DataArray:
    ages = np.arange(AGES)
    asfr = np.where((ages >= 15) & (ages < 50), 0.15 * np.exp(-(((ages - 28) / 6.5) ** 2) / 2), 0.0)
    return xr.DataArray(asfr[None], coords={"time": [2019], "age": ages}, dims=("time", "age"))


def _structure(total: float) -> np.ndarray:
    lived = np.cumprod(survival_from_mx(mortality().values[0]), axis=1) * np.exp(-0.012 * np.arange(AGES))
    return np.asarray(lived * (total / lived.sum()))


def _history(total: float) -> NationalHistory:
    years = list(range(2009, BASE + 1))
    ones = np.ones(len(years))
    population = total * 1.01 ** (np.array(years) - BASE)
    births, deaths = 0.018 * population, 0.008 * population

    def series(values: ArrayLike) -> xr.DataArray:
        return xr.DataArray(np.asarray(values), coords={"time": years}, dims="time")

    return NationalHistory(
        population=series(population),
        births=series(births),
        deaths=series(deaths),
        total_fertility=series(2.4 * ones),
        life_expectancy=xr.DataArray(
            np.tile([70.0, 76.0], (len(years), 1)), coords={"time": years, "sex": SEX}, dims=("time", "sex")
        ),
        arrivals=series(1e3 * ones),
        departures=series(1e3 * ones),
        net_migration=series(0 * ones),
    )


def _schedules(total: float) -> NationalSchedules:
    ages = np.arange(AGES)
    labels = {"time": [2018], "sex": SEX, "age": ages}
    return NationalSchedules(
        population=xr.DataArray(_structure(0.98 * total)[None], coords=labels, dims=("time", "sex", "age")),
        mortality=mortality(),
        fertility=fertility(),
        sex_ratio_at_birth=xr.DataArray([1.06], coords={"time": [2018]}, dims="time"),
        net_migration=xr.DataArray(np.zeros((1, 2, AGES)), coords=labels, dims=("time", "sex", "age")),
    )


def _regions(codes: tuple[str, ...], totals: np.ndarray, luck: np.random.Generator) -> RegionalFigures:
    units = len(codes)
    growth = luck.uniform(-0.01, 0.03, units)
    population = totals[:, None] * np.exp(growth[:, None] * (np.array(YEARS) - BASE))
    men = luck.uniform(0.47, 0.52, units)[:, None, None]
    by_sex = population[:, :, None] * np.concatenate([men, 1.0 - men], axis=2)
    gap = luck.uniform(-2.0, 2.0, (units, 1, 1))
    life = np.array([70.0, 76.0, 73.0]) + gap + np.zeros((units, 2, 1))
    moves = totals[:, None] * luck.uniform(0.005, 0.02, (units, 3))
    back = np.roll(moves, 1, axis=0)
    apart = luck.uniform(20.0, 1500.0, (units, units))
    names = list(codes)
    return RegionalFigures(
        population=by_time(population, codes, YEARS),
        population_by_sex=xr.DataArray(
            by_sex, coords={"territory": names, "time": YEARS, "sex": SEX}, dims=("territory", "time", "sex")
        ),
        broad_ages=(broad_ages(codes, totals, luck),),
        births=unpublished(codes, (2018, 2019)),
        deaths=unpublished(codes, (2019,)),
        crude_birth_rate=by_time(luck.uniform(0.010, 0.030, (units, 2)), codes, [2015, 2019]),
        crude_death_rate=by_time(luck.uniform(0.006, 0.011, (units, 1)), codes, [2019]),
        total_fertility=unpublished(codes, (2019,)),
        life_expectancy=xr.DataArray(
            life,
            coords={"territory": names, "time": [2018, 2019], "sex": [*SEX, "both"]},
            dims=("territory", "time", "sex"),
        ),
        internal_arrivals=by_time(back, codes, [2017, 2018, 2019]),
        internal_departures=by_time(moves, codes, [2017, 2018, 2019]),
        area_km2=xr.DataArray(luck.uniform(1e3, 1e5, units), coords={"territory": names}, dims="territory"),
        distance_km=xr.DataArray((apart + apart.T) / 2, coords=[("origin", names), ("destination", names)]),
    )


def broad_ages(
    codes: tuple[str, ...],
    totals: np.ndarray,
    luck: np.random.Generator,
    year: int = 2014,
    concordance: Concordance | None = None,
) -> BroadAges:
    """Three broad ages, the same for both sexes, with more or fewer children from place to place."""
    children = luck.uniform(0.18, 0.40, len(codes))
    shares = np.stack([children, 0.9 - children, np.full(len(codes), 0.10)], axis=1)
    persons = 0.5 * 0.95 * totals[:, None, None] * shares[:, None, :] * np.ones((1, 2, 1))
    labels = {"territory": list(codes), "sex": SEX, "group": GROUPS}
    return BroadAges(xr.DataArray(persons, coords=labels, dims=("territory", "sex", "group")), year, concordance)
