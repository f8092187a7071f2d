"""A forecast as the tables a run keeps: long, plain, one value a row, so that anything can read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from qonys.engines.vocabulary.sex import SEXES
from qonys.office.planning.forecasts.engine import Forecast, Summary

FLOWS = {
    "origin": pl.String, "destination": pl.String, "year": pl.Int32, "kind": pl.String, "persons": pl.Float32,
    "low_80": pl.Float32, "high_80": pl.Float32, "low_95": pl.Float32, "high_95": pl.Float32,
}  # fmt: skip
QUANTILES = ("q025", "q10", "q50", "q90", "q975")


def population(forecast: Forecast) -> pl.DataFrame:
    """territory, year, sex, age, mean and quantiles: people on 1 January, the nation included."""
    return pl.concat(
        _labelled(
            year.people,
            {
                "territory": np.array(forecast.codes),
                "sex": np.array([str(sex) for sex in SEXES]),
                "age": np.arange(year.people.mean.shape[-1], dtype=np.int16),
            },
        ).select("territory", pl.lit(year.stock_year, pl.Int32).alias("year"), "sex", "age", "mean", *QUANTILES)
        for year in forecast.years
    )


def indicators(forecast: Forecast) -> pl.DataFrame:
    """territory, year, indicator, mean and quantiles. Stocks on 1 January of the year, flows during it."""
    return pl.concat(list(_indicators(forecast))).sort("indicator", "territory", "year")


def _indicators(forecast: Forecast) -> Iterator[pl.DataFrame]:
    codes = {"territory": np.array(forecast.codes)}
    for place, year in enumerate(forecast.years):
        flows = year.flows if place > 0 else {}  # before the base nothing was projected
        for summaries, when in ((year.stocks, year.stock_year), (flows, year.stock_year - 1)):
            for name, summary in summaries.items():
                yield _labelled(summary, codes).select(
                    "territory",
                    pl.lit(when, pl.Int32).alias("year"),
                    pl.lit(name).alias("indicator"),
                    "mean",
                    *QUANTILES,
                )


def flows_of_the_pattern(forecast: Forecast) -> pl.DataFrame:
    """As `flows` of a run, where too little is published to follow them: moves of the base year by the pattern."""
    base, moves = forecast.estimates.base, forecast.estimates.pattern.internal_migration.values
    persons = np.einsum("odsa,osa->od", moves, base.values)
    codes = forecast.evidence.territories.codes
    pairs = [
        (o, d, base.year, "pattern", persons[i, j], None, None, None, None)
        for i, o in enumerate(codes)
        for j, d in enumerate(codes)
        if o != d
    ]
    return pl.DataFrame(pairs, schema=FLOWS, orient="row")


def _labelled(summary: Summary, axes: Mapping[str, np.ndarray]) -> pl.DataFrame:
    """One row per cell; `axes` name the axes of the summary in order."""
    grids = np.meshgrid(*axes.values(), indexing="ij")
    columns = {name: grid.ravel() for name, grid in zip(axes, grids, strict=True)}
    columns["mean"] = summary.mean.ravel()
    columns |= {name: summary.quantiles[..., i].ravel() for i, name in enumerate(QUANTILES)}
    return pl.DataFrame(columns)
