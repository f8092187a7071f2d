"""A year of which only the first months are published, brought to twelve by how the last whole year was spread."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from qonys.countries.figures.vintages import latest
from qonys.countries.pack import CountryPack

NET = "net_internal_migration"
_MONTHS = re.compile(r"^(\d{4})-M1-(\d{1,2})$")
EVENLY = 12  # months of a year, where no year was published by month


def part_years(country: CountryPack, year: int) -> dict[str, float]:
    """Net moves of the year by territory, from its published months; territories without any are absent."""
    figures = latest(country.figures())
    own = figures.filter((pl.col("indicator") == NET) & pl.col("period").str.starts_with(f"{year}-M1-"))
    longest: dict[str, tuple[int, float]] = {}
    for territory, period, value in own.select("territory", "period", "value").iter_rows():
        found = _MONTHS.match(period)
        if found and int(found[2]) > longest.get(territory, (0, 0.0))[0]:
            longest[territory] = int(found[2]), float(value)
    by_month = _share_by_month(figures)
    return {territory: value / by_month[months] for territory, (months, value) in sorted(longest.items())}


def _share_by_month(figures: pl.DataFrame) -> Mapping[int, float]:
    """Share of a year's moves that are over after so many months, as all moves of the last year by month were."""
    moves = figures.filter(
        (pl.col("indicator") == "internal_arrivals") & pl.col("period").str.contains(r"^\d{4}-\d{2}$")
    )
    monthly = moves.with_columns(
        year=pl.col("period").str.slice(0, 4), month=pl.col("period").str.slice(5).cast(pl.Int32)
    )
    whole = monthly.group_by("year").agg(pl.col("month").n_unique()).filter(pl.col("month") == EVENLY)
    if whole.is_empty():
        return {month: month / EVENLY for month in range(1, EVENLY + 1)}
    last = monthly.filter(pl.col("year") == whole["year"].max())
    total = float(last["value"].sum())
    return {
        month: float(last.filter(pl.col("month") <= month)["value"].sum()) / total for month in range(1, EVENLY + 1)
    }
