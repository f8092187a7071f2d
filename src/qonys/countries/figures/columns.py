"""A table as it was kept, brought to the tidy columns: headings, defaults, codes, wide tables made long."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from qonys.countries.figures.dataset import Dataset
from qonys.countries.figures.tables import ROW, place
from qonys.engines.vocabulary.errors import MissingColumn

REQUIRED = ("indicator", "territory", "period", "sex", "age", "value")
OPTIONAL = ("source", "published_on", "vintage")
SEXES = ("male", "female", "both")
ALL_AGES = "all"
WHOLE = {"sex": "both", "age": ALL_AGES}  # what a table that does not divide its figures means
CELL = ("indicator", "territory", "period", "sex", "age")  # what a figure is about
NUMBER = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"


def complete_columns(raw: pl.DataFrame, dataset: Dataset, file: str) -> pl.DataFrame:
    """Defaults and the dataset's own vintage filled in; a table with several value columns made long."""
    renamed = raw.rename({old: new for old, new in dataset.columns.items() if old in raw.columns})
    shared = {**WHOLE, **dataset.defaults}
    if dataset.values:
        parts = [_one_value_column(renamed, column, fixed, shared, file) for column, fixed in dataset.values.items()]
        renamed = pl.concat(parts)
    renamed = _filled(renamed, dataset, shared)
    for column in REQUIRED:
        if column not in renamed.columns:
            raise MissingColumn(
                f"column '{column}' is missing.",
                where=place(file, 1),
                value=[name for name in raw.columns if name != ROW],
                remedy=f"Add it, or name its heading in the .yaml file: 'columns: {{heading: {column}}}'.",
            )
    return _translated(renamed, dataset, file).select(*REQUIRED, *OPTIONAL, ROW)


def _one_value_column(
    frame: pl.DataFrame, column: str, meaning: Mapping[str, str], shared: Mapping[str, str], file: str
) -> pl.DataFrame:
    """One value column as tidy rows: what the head says it means, and the table's own columns."""
    fixed = {**{name: text for name, text in shared.items() if name not in frame.columns}, **meaning}
    if column not in frame.columns:
        raise MissingColumn(
            f"column '{column}' is missing.",
            where=place(file, 1),
            value=[name for name in frame.columns if name != ROW],
            remedy="Add it, or remove it from 'values' in the .yaml file.",
        )
    keep = [name for name in (*REQUIRED, *OPTIONAL, ROW) if name in frame.columns and name not in fixed]
    literals = [pl.lit(value).alias(name) for name, value in sorted(fixed.items())]
    return frame.select(*sorted(keep), *literals, pl.col(column).alias("value"))


def _filled(renamed: pl.DataFrame, dataset: Dataset, shared: Mapping[str, str]) -> pl.DataFrame:
    """Columns the table lacks, and cells it leaves empty, where the head has a value for every row."""
    defaults = {
        **shared,
        "source": dataset.source,
        "published_on": str(dataset.published_on),
        "vintage": dataset.vintage,
    }
    for column, value in defaults.items():
        if column not in renamed.columns:
            renamed = renamed.with_columns(pl.lit(value).alias(column))
        elif column in OPTIONAL or column in dataset.defaults:
            renamed = renamed.with_columns(pl.col(column).replace("", value))
    return renamed


def _translated(renamed: pl.DataFrame, dataset: Dataset, file: str) -> pl.DataFrame:
    for column, codes in dataset.codes.items():
        if column not in renamed.columns:
            raise MissingColumn(
                f"'codes' speaks of column '{column}', which is not there.",
                where=file,
                value=[name for name in renamed.columns if name != ROW],
                remedy="Name our column there: indicator, territory, sex or age.",
            )
        renamed = renamed.with_columns(pl.col(column).replace(dict(codes)))
    return renamed
