"""The published figures of Kazakhstan as Evidence, read from the reference data beside the project."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import polars as pl
import xarray as xr

from qonys.engines.vocabulary.evidence import (
    BroadAges,
    Evidence,
    NationalHistory,
    NationalSchedules,
    RegionalFigures,
)
from qonys.engines.vocabulary.territory import Concordance, Names, Territories, Territory
from tests.shared_data import SHARED

BNS, UN = SHARED / "domain" / "data", SHARED / "data" / "wpp2024"
KZ = 398
BASE = 2026
SEX = ["male", "female"]


@cache
def evidence() -> Evidence:
    """Everything published that the estimation can use, base 1 January 2026."""
    regions = pl.read_csv(BNS / "regions.csv")
    codes = regions["iso3166_2"].to_list()
    units = tuple(Territory(code, Names(code, code, code)) for code in codes)
    nation = Territory("KZ", Names("Қазақстан", "Казахстан", "Kazakhstan"), kind="country")
    return Evidence(
        Territories(nation, units, date(2022, 6, 8)), BASE, _history(), _schedules(), _regions(regions, codes)
    )


def table(rows: list[tuple[str, float, float]], codes: list[str]) -> xr.DataArray:
    """(territory, time) from rows of code, year, value."""
    years = sorted({year for _, year, _ in rows})
    values = np.full((len(codes), len(years)), np.nan)
    for code, year, value in rows:
        if code in codes and value is not None:
            values[codes.index(code), years.index(year)] = value
    return xr.DataArray(values, coords={"territory": codes, "time": years}, dims=("territory", "time"))


def _history() -> NationalHistory:
    rows = pl.read_csv(BNS / "national_timeseries_1991_2026.csv", infer_schema_length=None)
    life = pl.read_csv(BNS / "life_expectancy_region_1999_2024.csv", infer_schema_length=None).filter(
        pl.col.region_iso == "KZ"
    )
    years = rows["year"].to_list()

    def series(column: str) -> xr.DataArray:
        values = rows[column].cast(pl.Float64).to_numpy()
        return xr.DataArray(values.astype(float), coords={"time": years}, dims="time")

    by_sex = life.select("e0_male", "e0_female").to_numpy().astype(float)
    return NationalHistory(
        population=series("population_jan1_bns"),
        births=series("births_bns"),
        deaths=series("deaths_bns"),
        total_fertility=series("tfr_bns_reported"),
        life_expectancy=xr.DataArray(by_sex, coords={"time": life["year"].to_list(), "sex": SEX}, dims=("time", "sex")),
        arrivals=series("external_arrivals_bns"),
        departures=series("external_departures_bns"),
        net_migration=series("net_external_migration"),
    )


def _schedules() -> NationalSchedules:
    def by_sex(name: str, men: str, women: str, column: str, scale: float) -> xr.DataArray:
        rows = pl.read_csv(UN / name).filter((pl.col(column) == KZ) & (pl.col.year <= 2030)).sort("year", "age")
        years, ages = rows["year"].unique().sort().to_list(), rows["age"].unique().sort().to_list()
        values = np.stack([rows[c].to_numpy().reshape(len(years), len(ages)) for c in (men, women)], axis=1) * scale
        return xr.DataArray(values, coords={"time": years, "sex": SEX, "age": ages}, dims=("time", "sex", "age"))

    rows = pl.read_csv(UN / "asfr_1x1_graduated_2024_2100.csv.gz").filter(
        (pl.col.country_code == KZ) & (pl.col.year <= 2030)
    )
    rows = rows.sort("year", "age")
    years, ages = rows["year"].unique().sort().to_list(), rows["age"].unique().sort().to_list()
    asfr = rows["asfr"].to_numpy().reshape(len(years), len(ages))
    if asfr.max() > 1.0:
        asfr = asfr / 1000.0
    srb = pl.read_csv(UN / "srb_annual_1950_2100.csv.gz").filter(pl.col.country_code == KZ)
    return NationalSchedules(
        population=by_sex("pop_1Jan_single_age_sex_2024_2101.csv.gz", "pop_m", "pop_f", "country_code", 1000.0),
        mortality=by_sex("mx_1x1_graduated_2024_2100.csv.gz", "mx_m", "mx_f", "country_code", 1.0),
        fertility=xr.DataArray(asfr, coords={"time": years, "age": ages}, dims=("time", "age")),
        sex_ratio_at_birth=xr.DataArray(srb["srb"].to_numpy(), coords={"time": srb["year"].to_list()}, dims="time"),
        net_migration=by_sex(
            "netmig_by_single_age_sex_annual_2023_2100.csv.gz", "migM", "migF", "country_code", 1000.0
        ),
    )


def _regions(regions: pl.DataFrame, codes: list[str]) -> RegionalFigures:
    facts = pl.read_csv(BNS / "region_facts_misc.csv", infer_schema_length=None)
    moves = pl.read_csv(BNS / "internal_migration_region_annual_2022_2024.csv")

    def fact(indicator: str, scale: float) -> xr.DataArray:
        rows = facts.filter((pl.col.indicator == indicator) & pl.col.period.cast(pl.String).str.contains(r"^\d{4}$"))
        years = rows["period"].cast(pl.Int64).to_list()
        return table(
            [(c, y, float(v) * scale) for c, y, v in zip(rows["region_iso"], years, rows["value"], strict=True)],
            codes,
        )

    def flow(column: str) -> xr.DataArray:
        return table(list(zip(moves["region_iso"], moves["year"], moves[column], strict=True)), codes)

    nothing = table([], codes)
    return RegionalFigures(
        population=table(_population(codes), codes),
        population_by_sex=_by_sex(codes),
        broad_ages=(_broad_ages(),),
        births=nothing,
        deaths=nothing,
        crude_birth_rate=fact("CBR", 1e-3),
        crude_death_rate=fact("CDR", 1e-3),
        total_fertility=fact("TFR", 1.0),
        life_expectancy=_life_expectancy(codes),
        internal_arrivals=flow("arrivals_internal_interregional"),
        internal_departures=flow("departures"),
        area_km2=xr.DataArray(
            regions["area_km2_approx"].to_numpy().astype(float), coords={"territory": codes}, dims="territory"
        ),
        distance_km=_distances(regions, codes),
    )


def _counts() -> pl.DataFrame:
    return pl.read_csv(BNS / "population_jan1_region_2000_2023.csv").filter(pl.col.region_iso != "KZ")


def _population(codes: list[str]) -> list[tuple[str, float, float]]:
    counts, recent = _counts(), pl.read_csv(BNS / "population_recent_2024_2026.csv", infer_schema_length=None)
    rows = list(
        zip(
            counts["region_iso"],
            counts["year"].cast(pl.Float64),
            counts["total"].cast(pl.Float64),
            strict=True,
        )
    )
    for code, when, persons in zip(recent["region_iso"], recent["as_of"], recent["population"], strict=True):
        if when.endswith("-01-01") and code in codes:
            rows.append((code, float(when[:4]), float(persons)))
        elif when == "2024-H1 average":
            rows.append((code, 2024.25, float(persons)))  # the middle of the first half year
    return rows


def _by_sex(codes: list[str]) -> xr.DataArray:
    counts = _counts()
    tables = [
        table(list(zip(counts["region_iso"], counts["year"], counts[sex].cast(pl.Float64), strict=True)), codes)
        for sex in SEX
    ]
    return (
        xr.concat(tables, dim=xr.DataArray(SEX, dims="sex"))
        .transpose("territory", "time", "sex")
        .assign_coords(sex=SEX)
    )


def _broad_ages() -> BroadAges:
    rows = pl.read_csv(BNS / "age_groups_region_2020.csv").filter(pl.col.region_iso_17_old != "KZ")
    old = rows["region_iso_17_old"].unique().sort().to_list()
    groups = ["0-15", "16-62", "63+", "16-58", "59+"]
    values = np.full((len(old), 2, len(groups)), np.nan)
    for code, sex, group, persons in rows.iter_rows():
        values[old.index(code), ("men", "women").index(sex), groups.index(group)] = persons
    persons = xr.DataArray(
        values, coords={"territory": old, "sex": SEX, "group": groups}, dims=("territory", "sex", "group")
    )
    return BroadAges(persons, 2020, _concordance(old))


def _concordance(old: list[str]) -> Concordance:
    """Shares of the three regions split in 2022, from the first counts of both lists (1 January 2022)."""
    totals = dict(_counts().filter(pl.col.year == 2022).select("region_iso", "total").iter_rows())
    splits = {"KZ-63": ("KZ-63", "KZ-10"), "KZ-19": ("KZ-19", "KZ-33"), "KZ-35": ("KZ-35", "KZ-62")}
    shares = []
    for code in old:
        heirs = splits.get(code, (code,))
        whole = sum(totals[heir] for heir in heirs)
        shares += [(code, heir, totals[heir] / whole) for heir in heirs]
    return Concordance(date(2022, 6, 8), tuple(shares), "population of 1 January 2022 on both lists")


def _life_expectancy(codes: list[str]) -> xr.DataArray:
    rows = pl.read_csv(BNS / "life_expectancy_region_1999_2024.csv", infer_schema_length=None)
    tables = [
        table(list(zip(rows["region_iso"], rows["year"], rows[column].cast(pl.Float64), strict=True)), codes)
        for column in ("e0_male", "e0_female", "e0")
    ]
    names = [*SEX, "both"]
    return (
        xr.concat(tables, dim=xr.DataArray(names, dims="sex"))
        .transpose("territory", "time", "sex")
        .assign_coords(sex=names)
    )


def _distances(regions: pl.DataFrame, codes: list[str]) -> xr.DataArray:
    lat, lon = np.radians(regions["centre_lat"].to_numpy()), np.radians(regions["centre_lon"].to_numpy())
    chord = np.sin(lat)[:, None] * np.sin(lat) + np.cos(lat)[:, None] * np.cos(lat) * np.cos(lon[:, None] - lon)
    km = 6371.0 * np.arccos(np.clip(chord, -1.0, 1.0))
    return xr.DataArray(km, coords={"origin": codes, "destination": codes}, dims=("origin", "destination"))
