"""Tidy rows into labelled arrays: cells nobody published are NaN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
import xarray as xr

from qonys.engines.vocabulary.age import ages

COLUMN = {"time": "year"}  # an axis and the column it is read from, where the names differ


def years_of(rows: pl.DataFrame) -> list[int]:
    """Every year from the first to the last; none if nothing is published."""
    if rows.is_empty():
        return []
    low, high = rows.select(low=pl.col("year").min(), high=pl.col("year").max()).row(0)
    return list(range(low, high + 1))


def array(rows: pl.DataFrame, axes: Mapping[str, Sequence[object]]) -> xr.DataArray:
    """The values of the rows at their places along the axes; rows beside the axes are left out."""
    values = np.full([len(labels) for labels in axes.values()], np.nan)
    columns = [COLUMN.get(axis, axis) for axis in axes]
    places = [{label: place for place, label in enumerate(labels)} for labels in axes.values()]
    for *key, value in rows.select(*columns, "value").iter_rows():
        at = tuple(where.get(part) for where, part in zip(places, key, strict=True))
        if None not in at:
            values[at] = value
    return xr.DataArray(values, coords={axis: list(labels) for axis, labels in axes.items()}, dims=tuple(axes))


def over_time(rows: pl.DataFrame, years: list[int]) -> xr.DataArray:
    """One national series (time,); the coordinate `publisher` says whose figure each is, "" where there is none."""
    publishers = dict(rows.select("year", "publisher").iter_rows())
    series = array(rows, {"time": years})
    return series.assign_coords(publisher=("time", [publishers.get(year, "") for year in years]))


def by_age(rows: pl.DataFrame, sexes: list[str], open_age: int) -> xr.DataArray:
    """Single ages labelled (time, sex, age) for the years that have any; the open group stands at the open age."""
    complete = pl.col("age").str.contains(r"^\d+$") | (pl.col("age") == f"{open_age}+")  # 63+ is a broad group
    single = rows.filter(complete & pl.col("sex").is_in(sexes))
    single = single.with_columns(age=pl.col("age").str.strip_suffix("+").cast(pl.Int64))
    single = single.filter(pl.col("age") <= open_age)
    years = sorted(single["year"].unique().to_list())
    return array(single, {"time": years, "sex": sexes, "age": list(ages(open_age))})
