"""Folders for `qonys project`: a small sound one to be broken, and those of published projections."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from tests.shared_data import SHARED

WPP = SHARED / "data" / "wpp2024"
AGES, YEARS = range(12), range(2030, 2033)


def sound_folder(folder: Path) -> Path:
    """Twelve ages, three years, every file in order."""
    folder.mkdir(parents=True, exist_ok=True)
    sexes = ("male", "female")
    tables = {
        "population": ["sex,age,persons", *(f"{s},{a},{1000 - 10 * a}" for s in sexes for a in AGES)],
        "mortality": ["year,sex,age,mx", *(f"{y},{s},{a},0.0{a + 1}" for y in YEARS for s in sexes for a in AGES)],
        "fertility": ["year,age,asfr", *(f"{y},{a},0.2" for y in YEARS for a in range(3, 8))],
        "srb": ["year,srb", *(f"{y},1.05" for y in YEARS)],
        "migration": ["year,sex,age,net", *(f"{y},{s},{a},5" for y in YEARS for s in sexes for a in AGES)],
    }
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def wpp_table(name: str) -> pl.DataFrame:
    return pl.read_csv(WPP / f"{name}.csv.gz", infer_schema_length=None)


def wpp_folder(folder: Path, country: int) -> Path:
    """The medium of UN WPP 2024 for one country, from 1 January 2024, persons in thousands as published."""
    folder.mkdir(parents=True, exist_ok=True)
    projected = (pl.col("country_code") == country) & (pl.col("year") >= 2024)

    def by_sex(name: str, men: str, women: str, value: str) -> pl.DataFrame:
        long = wpp_table(name).filter(projected).select("year", "age", male=men, female=women)
        return long.unpivot(index=["year", "age"], variable_name="sex", value_name=value)

    people = by_sex("pop_1Jan_single_age_sex_2024_2101", "pop_m", "pop_f", "persons")
    people.filter(pl.col("year") == 2024).drop("year").write_csv(folder / "population.csv")
    by_sex("mx_1x1_graduated_2024_2100", "mx_m", "mx_f", "mx").write_csv(folder / "mortality.csv")
    by_sex("netmig_by_single_age_sex_annual_2023_2100", "migM", "migF", "net").write_csv(folder / "migration.csv")
    fertility = wpp_table("asfr_1x1_graduated_2024_2100").filter(projected)
    fertility.select("year", "age", "asfr").write_csv(folder / "fertility.csv")
    wpp_table("srb_annual_1950_2100").filter(projected).select("year", "srb").write_csv(folder / "srb.csv")
    return folder


def united_nations_mid_year(country: int, year: int) -> np.ndarray:
    """Published population on 1 July, shape (2 sexes, 101 ages)."""
    people = wpp_table("pop_by_single_age_sex_1Jul_annual_1950_2100")
    chosen = people.filter((pl.col("country_code") == country) & (pl.col("year") == year)).sort("age")
    return np.stack([chosen["pop_m"].to_numpy(), chosen["pop_f"].to_numpy()])
