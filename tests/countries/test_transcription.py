"""The pack's figures against the tables they were transcribed from, which stand beside the project."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from qonys.countries.figures.vintages import latest
from qonys.countries.pack import CountryPack
from tests.shared_data import require_shared

pytestmark = pytest.mark.shared


def records(path: Path) -> Iterator[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return iter(csv.DictReader(io.StringIO(text)))


def cells(
    figures: pl.DataFrame, indicator: str, *, age: bool = False, sex: str = "both"
) -> dict[tuple[str, ...], float]:
    part = figures.filter(indicator=indicator, sex=sex)
    part = part.filter(pl.col("age") != "all") if age else part.filter(age="all")
    columns = ["territory", "period", *(["age"] if age else [])]
    return {tuple(map(str, key)): value for *key, value in part.select(*columns, "value").iter_rows()}


def test_every_regional_population_is_the_published_one(kz: CountryPack) -> None:
    ours = kz.figures().filter(dataset="bns-population")
    columns = {"total": ("population", "both"), "male": ("population", "male"), "urban": ("population_urban", "both")}
    for column, (indicator, sex) in columns.items():
        held = cells(ours, indicator, sex=sex)
        table = records(require_shared() / "domain/data/population_jan1_region_2000_2023.csv")
        published = {(r["region_iso"], f"{r['year']}-01-01"): float(r[column]) for r in table if r[column]}
        assert held == published


def test_monthly_moves_are_the_published_ones(kz: CountryPack) -> None:
    held = cells(kz.figures().filter(dataset="bns-internal-migration-monthly"), "internal_departures")
    table = records(require_shared() / "domain/data/internal_migration_region_monthly_2024.csv")
    assert held == {(r["region_iso"], f"2024-{int(r['month']):02d}"): float(r["departures"]) for r in table}


def test_life_expectancy_is_the_published_one(kz: CountryPack) -> None:
    held = cells(kz.figures().filter(dataset="bns-life-expectancy"), "life_expectancy", sex="female")
    table = records(require_shared() / "domain/data/life_expectancy_region_1999_2024.csv")
    assert held == {(r["region_iso"], r["year"]): float(r["e0_female"]) for r in table if r["e0_female"]}


@pytest.mark.parametrize(("sex", "column"), [("male", "mx_m"), ("female", "mx_f")])
def test_mortality_is_that_of_the_united_nations_to_six_digits(kz: CountryPack, sex: str, column: str) -> None:
    held = cells(kz.figures(), "mortality_rate", age=True, sex=sex)
    table = records(require_shared() / "data/wpp2024/mx_1x1_graduated_2024_2100.csv.gz")
    given = {
        ("KZ", r["year"], r["age"].replace("100", "100+")): float(r[column])
        for r in table
        if r["country_code"] == "398"
    }
    assert held == pytest.approx(given, rel=1e-5)


def test_population_by_age_is_that_of_the_united_nations_in_persons(kz: CountryPack) -> None:
    july = latest(kz.figures()).filter(dataset="un-population-july")
    held = cells(july, "population", age=True, sex="female")
    table = records(require_shared() / "data/wpp2024/pop_by_single_age_sex_1Jul_annual_1950_2100.csv.gz")
    given = {
        ("KZ", f"{r['year']}-07-01", r["age"].replace("100", "100+")): 1000 * float(r["pop_f"])
        for r in table
        if r["country_code"] == "398" and int(r["year"]) <= 2023
    }
    assert held == pytest.approx(given, abs=0.5)
