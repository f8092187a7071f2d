"""CSV files of World Population Prospects 2024, read as the UN Population Division publishes them.

Every file has LocID, Time, Variant and, where it goes by age, AgeGrpStart and AgeGrpSpan; which figures it
holds is told by its columns (below). The head of the dataset says which locations to take: `codes:
{territory: {"398": KZ}}`. Counts come in thousands and ASFR per 1,000 women; both leave as persons and births
per woman. A population by age at MidPeriod 2024 (or Time of a "1January" file) is that of 1 January, at
2024.5 that of 1 July.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qonys.countries.figures.dataset import Dataset
from qonys.countries.figures.tables import ROW
from qonys.engines.vocabulary.errors import BadInput, MissingColumn, UnreadableFile

NEEDED = ("LocID", "Time")


@dataclass(frozen=True)
class Column:
    """What one column of a WPP file means; the factor turns thousands (or per 1,000) into units."""

    indicator: str
    sex: str = "both"
    factor: float = 1.0
    by_age: bool = False
    day: str = ""  # of a stock: "-01-01" or "-07-01"


COLUMNS = {
    "TPopulation1Jan": Column("population", factor=1000, day="-01-01"),
    "TPopulation1July": Column("population", factor=1000, day="-07-01"),
    "TPopulationMale1July": Column("population", "male", 1000, day="-07-01"),
    "TPopulationFemale1July": Column("population", "female", 1000, day="-07-01"),
    "Births": Column("births", factor=1000),
    "Deaths": Column("deaths", factor=1000),
    "NetMigrations": Column("net_external_migration", factor=1000),
    "TFR": Column("total_fertility"),
    "LEx": Column("life_expectancy"),
    "LExMale": Column("life_expectancy", "male"),
    "LExFemale": Column("life_expectancy", "female"),
    "CBR": Column("crude_birth_rate"),
    "CDR": Column("crude_death_rate"),
    "PopMale": Column("population", "male", 1000, by_age=True),
    "PopFemale": Column("population", "female", 1000, by_age=True),
    "ASFR": Column("fertility_rate", factor=0.001, by_age=True),
    "mx": Column("mortality_rate", by_age=True),
}
HUNDREDTHS = {"SRB": Column("sex_ratio_at_birth", factor=0.01)}  # published per 100 girls
KNOWN = {**COLUMNS, **HUNDREDTHS}


def read_wpp(path: Path, dataset: Dataset) -> pl.DataFrame:
    """Tidy text columns of the chosen locations and variant. Raises UnreadableFile, MissingColumn, BadInput."""
    chosen = list(dataset.codes.get("territory", {}))
    try:
        lazy = pl.scan_csv(path, infer_schema=False)
        names = lazy.collect_schema().names()
        for column in NEEDED:
            if column not in names:
                raise MissingColumn(
                    f"column '{column}' is missing.",
                    where=path.name,
                    value=names[:12],
                    remedy="This is not a WPP file: take the CSV from the UN's download page, or set another layout.",
                )
        table = lazy.with_row_index(ROW, offset=2).filter(pl.col("LocID").is_in(chosen)).collect()
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise UnreadableFile(
            f"the file cannot be read as CSV ({problem}).", where=path.name, remedy="Download it again."
        ) from problem
    table = table.with_columns(pl.col(pl.String).fill_null(""))
    if "Variant" in names:
        table = table.filter(pl.col("Variant").is_in([dataset.variant, "Estimates"]))
    if table.is_empty():
        raise BadInput(
            f"the file holds no rows of {', '.join(chosen) or 'any location'} in variant {dataset.variant!r}.",
            where=path.name,
            remedy="Name the location under 'codes: {territory: {\"398\": KZ}}' in the .yaml file.",
        )
    by_age = "AgeGrpStart" in names
    parts = [_long(table, name, what, path) for name, what in KNOWN.items() if name in names and what.by_age == by_age]
    if not parts:
        raise MissingColumn(
            "no column of a known figure.", where=path.name, value=names[-8:], remedy="See wpp_files.py."
        )
    return pl.concat(parts)


def _long(table: pl.DataFrame, name: str, what: Column, path: Path) -> pl.DataFrame:
    scaled = pl.col(name).cast(pl.Float64, strict=False) * what.factor
    wrong = table.filter(scaled.is_null() & (pl.col(name) != ""))
    if len(wrong):
        first = wrong.row(0, named=True)
        raise BadInput(
            "this is not a number.",
            where=f"Row {first[ROW]} of {path.name}",
            value=first[name],
            remedy="Download again.",
        )
    return table.select(
        indicator=pl.lit(what.indicator),
        territory=pl.col("LocID"),
        period=_period(table, what, path),
        sex=_sex(table, what),
        age=_age(table) if what.by_age else pl.lit("all"),
        value=scaled.cast(pl.String).fill_null(""),
        row=pl.col(ROW).cast(pl.Int32),
    )


def _period(table: pl.DataFrame, what: Column, path: Path) -> pl.Expr:
    if what.indicator != "population":
        return pl.col("Time")
    if what.day:
        return pl.col("Time") + what.day
    in_january = "1January" in path.name
    if "MidPeriod" in table.columns and not in_january:
        return pl.col("Time") + pl.when(pl.col("MidPeriod").str.ends_with(".5")).then(pl.lit("-07-01")).otherwise(
            pl.lit("-01-01")
        )
    return pl.col("Time") + ("-01-01" if in_january else "-07-01")


def _sex(table: pl.DataFrame, what: Column) -> pl.Expr:
    if "Sex" in table.columns and what.sex == "both" and what.by_age and what.indicator != "fertility_rate":
        return pl.col("Sex").str.to_lowercase().replace({"total": "both"})
    return pl.lit(what.sex)


def _age(table: pl.DataFrame) -> pl.Expr:
    """7, 5-9 or 100+: the span of an open group is written as -1."""
    start = pl.col("AgeGrpStart").cast(pl.Int64)
    span = pl.col("AgeGrpSpan").cast(pl.Int64) if "AgeGrpSpan" in table.columns else pl.lit(1)
    group = start.cast(pl.String) + "-" + (start + span - 1).cast(pl.String)
    return (
        pl.when(span < 0).then(start.cast(pl.String) + "+").when(span == 1).then(start.cast(pl.String)).otherwise(group)
    )
