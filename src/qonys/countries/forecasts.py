"""What others forecast: `forecasts/*.yaml` heads with tables beside them, in one tidy shape.

Columns: publisher, published, variant, territory, indicator, year, value, source. Stocks are those of 1
January of the year. A variant named lower80, upper95 ... bounds a prediction interval.
The head gives publisher, names, published, source, and `defaults` for columns every row
shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict

from qonys.countries.figures.columns import NUMBER
from qonys.countries.figures.dataset import Text
from qonys.countries.figures.indicators import Words
from qonys.countries.figures.tables import ROW, place, read_table
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput, MissingColumn
from qonys.engines.vocabulary.territory import Territories

COLUMNS = ("publisher", "published", "variant", "territory", "indicator", "year", "value", "source")

BOUND = r"^(lower|upper)\d+$"  # variants that bound an interval: lower80, upper95


class ForecastHead(BaseModel):
    """The head of one publisher's forecasts."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    publisher: str
    names: Words
    published: Text
    source: str
    licence: str = ""
    note: str = ""
    defaults: Mapping[Text, Text] = {}


def read_heads(pack: Path) -> tuple[tuple[Path, ForecastHead], ...]:
    """Raises BadInput."""
    heads = sorted((pack / "forecasts").glob("*.yaml"))
    return tuple((head, fill(ForecastHead, read_mapping(head), head.name)) for head in heads)


def read_forecasts(pack: Path, territories: Territories, *, bounds: bool = False) -> pl.DataFrame:
    """All forecasts of a pack; empty if it has none. Bounds of intervals only when asked for. Raises BadInput."""
    empty = pl.DataFrame(schema={**dict.fromkeys(COLUMNS, pl.String), "year": pl.Int32, "value": pl.Float64})
    frames = [_read_one(head.with_suffix(".csv"), content, territories) for head, content in read_heads(pack)]
    told = pl.concat([empty, *frames])
    return told if bounds else told.filter(~pl.col("variant").str.contains(BOUND))


def _read_one(path: Path, head: ForecastHead, territories: Territories) -> pl.DataFrame:
    table, file = read_table(path), f"forecasts/{path.name}"
    shared = {
        "publisher": head.publisher,
        "published": head.published,
        "source": head.source,
        **head.defaults,
    }
    for column, value in shared.items():
        given = pl.col(column).replace("", value) if column in table.columns else pl.lit(value)
        table = table.with_columns(given.alias(column))
    for column in COLUMNS:
        if column not in table.columns:
            raise MissingColumn(f"column '{column}' is missing.", where=place(file, 1), remedy="Add it.")
    for column, pattern in (("value", NUMBER), ("year", r"^\d{4}$")):
        wrong = table.filter(~pl.col(column).str.contains(pattern))
        if len(wrong):
            first = wrong.row(0, named=True)
            raise BadInput(
                f"'{column}' is not a number.",
                where=place(file, first[ROW]),
                value=first[column],
                remedy="Correct it.",
            )
    for code, row in table.group_by("territory", maintain_order=True).agg(pl.col(ROW).first()).iter_rows():
        territories.find(code, where=place(file, row))
    return table.with_columns(pl.col("year").cast(pl.Int32), pl.col("value").cast(pl.Float64)).select(COLUMNS)
