"""The national series of a country as the evidence a forecast stands on: WPP 2024, and registered flows for
Kazakhstan.

Population: estimates at 1 July averaged to 1 January, 1951-2024. TFR, life expectancy, births, deaths and net
migration: estimates 1950-2023. External arrivals and departures: Bureau of National Statistics, 1991-2025.
"""

from __future__ import annotations

import csv
import gzip
from functools import cache

import numpy as np
import xarray as xr

from qonys.engines.vocabulary.evidence import NationalHistory, NationalSchedules
from tests.shared_data import SHARED

WPP = SHARED / "data" / "wpp2024"
KAZAKHSTAN = 398
SEX = ["male", "female"]


def rows(name: str, code: int) -> list[dict[str, str]]:
    with gzip.open(WPP / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if int(row["country_code"]) == code]


def series(found: list[dict[str, str]], column: str, scale: float = 1.0) -> xr.DataArray:
    years = [int(row["year"]) for row in found]
    return xr.DataArray([float(row[column]) * scale for row in found], {"time": years}, ("time",))


def by_age(found: list[dict[str, str]], columns: tuple[str, ...], scale: float = 1.0) -> xr.DataArray:
    """(time, sex, age) from one column per sex, (time, age) from a single column."""
    years = sorted({int(row["year"]) for row in found})
    values = np.zeros((len(years), len(columns), 101))
    for row in found:
        for k, column in enumerate(columns):
            values[int(row["year"]) - years[0], k, int(row["age"])] = float(row[column]) * scale
    if len(columns) == 1:
        return xr.DataArray(values[:, 0], {"time": years, "age": np.arange(101)}, ("time", "age"))
    return xr.DataArray(values, {"time": years, "sex": SEX, "age": np.arange(101)}, ("time", "sex", "age"))


@cache
def wpp_history(code: int = KAZAKHSTAN) -> NationalHistory:
    vital = rows("births_deaths_etc_annual_est_1950_2023", code)
    e0 = rows("e0_annual_est_1950_2023", code)
    by_sex = xr.concat([series(e0, "e0M"), series(e0, "e0F")], dim="sex").assign_coords(sex=SEX)
    arrivals, departures = registered_flows() if code == KAZAKHSTAN else (nothing(), nothing())
    return NationalHistory(
        population=january(code).sum(("sex", "age")),
        births=series(vital, "births", 1e3),
        deaths=series(vital, "deaths", 1e3),
        total_fertility=series(rows("tfr_annual_est_1950_2023", code), "tfr"),
        life_expectancy=by_sex.transpose("time", "sex"),
        arrivals=arrivals,
        departures=departures,
        net_migration=series(rows("netmig_total_annual_est_1950_2023", code), "mig", 1e3),
    )


@cache
def wpp_schedules(code: int = KAZAKHSTAN) -> NationalSchedules:
    return NationalSchedules(
        population=january(code),
        mortality=by_age(rows("mx_1x1_graduated_2024_2100", code), ("mx_m", "mx_f")),
        fertility=by_age(rows("asfr_1x1_graduated_2024_2100", code), ("asfr",)),
        sex_ratio_at_birth=series(rows("srb_annual_1950_2100", code), "srb"),
        net_migration=by_age(rows("netmig_by_single_age_sex_annual_2023_2100", code), ("migM", "migF"), 1e3),
    )


@cache
def january(code: int) -> xr.DataArray:
    july = by_age(rows("pop_by_single_age_sex_1Jul_annual_1950_2100", code), ("pop_m", "pop_f"), 1e3)
    middle = (july.values[:-1] + july.values[1:]) / 2
    stocks = xr.DataArray(middle, {**july.coords, "time": july.time.values[1:]}, july.dims)
    return stocks.sel(time=stocks.time <= 2024)


def bns() -> list[dict[str, str]]:
    path = SHARED / "domain" / "data" / "national_timeseries_1991_2026.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def registered_flows() -> tuple[xr.DataArray, xr.DataArray]:
    known = [row for row in bns() if row["external_arrivals_bns"]]
    return series(known, "external_arrivals_bns"), series(known, "external_departures_bns")


def nothing() -> xr.DataArray:
    return xr.DataArray(np.empty(0), {"time": np.empty(0, dtype=int)}, ("time",))


def kazakhstan_today() -> NationalHistory:
    """What is published by 2026: national statistics where they exist, WPP 2024 before and beside them."""
    past = wpp_history()
    table = bns()

    def joined(old: xr.DataArray, column: str) -> xr.DataArray:
        new = series([row for row in table if row[column]], column)
        return xr.concat([old.sel(time=old.time < int(new.time[0])), new], dim="time")

    e0 = xr.DataArray([[71.33, 79.42]], {"time": [2024], "sex": SEX}, ("time", "sex"))
    tfr = xr.DataArray([2.96, 2.80], {"time": [2023, 2024]}, ("time",))
    old = past.total_fertility
    return NationalHistory(
        population=joined(past.population, "population_jan1_bns"),
        births=joined(past.births, "births_bns"),
        deaths=joined(past.deaths, "deaths_bns"),
        total_fertility=xr.concat([old.sel(time=old.time < 2023), tfr], dim="time"),
        life_expectancy=xr.concat([past.life_expectancy, e0], dim="time"),
        arrivals=past.arrivals,
        departures=past.departures,
        net_migration=joined(past.net_migration, "net_external_migration"),
    )


def total_population(code: int = KAZAKHSTAN) -> dict[int, float]:
    """1 January; for Kazakhstan carried on from 2024 to 2026 with the growth of the national statistics."""
    stocks = january(code).sum(("sex", "age"))
    truth = {int(year): float(stocks.sel(time=year)) for year in stocks.time.values}
    if code == KAZAKHSTAN:
        published = {int(row["year"]): float(row["population_jan1_bns"]) for row in bns() if row["population_jan1_bns"]}
        for year in (2025, 2026):
            truth[year] = truth[2024] * published[year] / published[2024]
    return truth
