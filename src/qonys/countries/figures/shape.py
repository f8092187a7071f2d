"""The one tidy shape of all figures.

Columns: dataset, publisher, indicator, territory, period, sex (male, female, both), age (all, 7, 0-15, 63+),
value, list_since, unit, definition, source, published_on, vintage, file, row. `list_since` says on which list
of units the code means what it means (the day that list came into force); `file` and `row` say where each
figure was read. An empty value means "not published" and leaves no row.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from qonys.countries.figures.columns import CELL, SEXES, complete_columns
from qonys.countries.figures.dataset import Dataset
from qonys.countries.figures.indicators import Dictionary
from qonys.countries.figures.rows import (
    check_age,
    check_sex,
    each_text,
    numbers,
    on_their_list,
    publication_days,
    refuse_duplicates,
    refuse_impossible,
    refuse_missing_ages,
    stored_periods,
)
from qonys.countries.territories import TerritoryLists

FIGURES = pa.DataFrameSchema(
    {
        **{name: pa.Column(pl.String) for name in ("dataset", "publisher", *CELL[:3])},
        "sex": pa.Column(pl.String, pa.Check.isin(SEXES)),
        "age": pa.Column(pl.String),
        "value": pa.Column(pl.Float64),
        "list_since": pa.Column(pl.Date),
        **{name: pa.Column(pl.String) for name in ("unit", "definition", "source")},
        "published_on": pa.Column(pl.Date),
        "vintage": pa.Column(pl.String),
        "file": pa.Column(pl.String),
        "row": pa.Column(pl.Int32),
    },
    strict=True,
    ordered=True,
)


def shape(
    raw: pl.DataFrame, dataset: Dataset, file: str, dictionary: Dictionary, lists: TerritoryLists
) -> pl.DataFrame:
    """Text columns as read, put into the tidy shape. Raises BadInput naming file, row, value and remedy."""
    frame = numbers(complete_columns(raw, dataset, file), file)
    frame = frame.with_columns(pl.col("period").str.strip_chars(), pl.col("age").str.strip_chars())
    each_text(frame, "indicator", file, lambda text, where: dictionary.find(text, where))
    each_text(frame, "sex", file, check_sex)
    each_text(frame, "age", file, check_age)
    frame = stored_periods(frame, file, dictionary)
    frame = on_their_list(frame, dataset, file, lists)
    refuse_impossible(frame, file, dictionary)
    frame = _labelled(frame, dataset, file, dictionary)
    refuse_duplicates(frame, file)
    refuse_missing_ages(frame, dataset, file)
    return pl.DataFrame(FIGURES.validate(frame))


def _labelled(frame: pl.DataFrame, dataset: Dataset, file: str, dictionary: Dictionary) -> pl.DataFrame:
    days = publication_days(frame, file)
    units = {key: entry.unit.code for key, entry in dictionary.entries.items()}
    meaning = pl.col("indicator") + (f"@{dataset.name}" if dataset.definition else "")
    return frame.with_columns(
        dataset=pl.lit(dataset.name),
        publisher=pl.lit(dataset.publisher),
        unit=pl.col("indicator").replace_strict(units, return_dtype=pl.String),
        definition=meaning,
        published_on=pl.col("published_on").replace_strict(days, return_dtype=pl.Date),
        file=pl.lit(file),
    ).select(list(FIGURES.columns))
