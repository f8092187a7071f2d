"""Reading what is published.

A figure by unit and time, with gaps, and the questions estimation asks of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from qonys.engines.vocabulary.errors import MissingCell

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """`values` (unit, time), NaN where nothing is published.

    `times` ascending, fractions of a year allowed.
    """

    times: Floats
    values: Floats

    def at(self, time: float) -> Floats:
        """The figure of exactly that time by unit, NaN where there is none."""
        found = np.flatnonzero(self.times == time)
        if found.size == 0:
            return np.full(len(self.values), np.nan)
        return self.values[:, int(found[0])].copy()

    def between(self, first: float, last: float) -> Series:
        """Only the times from `first` to `last`, both included."""
        inside = (self.times >= first) & (self.times <= last)
        return Series(self.times[inside], self.values[:, inside])

    def latest(self, until: float = np.inf) -> tuple[Floats, Floats]:
        """The last published figure of each unit up to `until`, and its time; NaN where there is none."""
        value, time = np.full(len(self.values), np.nan), np.full(len(self.values), np.nan)
        for position in np.flatnonzero(self.times <= until):
            known = np.isfinite(self.values[:, position])
            value[known] = self.values[known, position]
            time[known] = self.times[position]
        return value, time

    def known(self, unit: int) -> tuple[Floats, Floats]:
        """Times and values of one unit where it is published."""
        there = np.isfinite(self.values[unit])
        return self.times[there], self.values[unit, there]


def by_territory(array: xr.DataArray, codes: tuple[str, ...]) -> Series:
    """A (territory, time) figure as a series whose units are the territories, in the order of `codes`."""
    ordered = array.reindex(territory=list(codes)).transpose("territory", "time")
    return _series(ordered.values, array["time"].values)


def of_nation(array: xr.DataArray) -> Series:
    """A (time,) figure as a series of one unit."""
    return _series(array.values[None, :], array["time"].values)


def _series(values: ArrayLike, times: ArrayLike) -> Series:
    when = np.asarray(times, dtype=np.float64)
    order = np.argsort(when)
    return Series(when[order], np.asarray(values, dtype=np.float64)[:, order])


def schedule(array: xr.DataArray, year: int, name: str) -> Floats:
    """The published age schedule of `year`, or of the year nearest to it (the earlier of two).

    Time axis dropped.
    """
    complete = published_years(array)
    if complete.size == 0:
        raise MissingCell(
            f"no national schedule of {name} is published for any year.",
            remedy="Add one to the country pack, for example from the World Population Prospects.",
        )
    nearest = complete[np.argmin(np.abs(complete - year))]
    return np.asarray(array.sel(time=nearest).values, dtype=np.float64)


def published_years(array: xr.DataArray) -> NDArray[np.int64]:
    """The years in which no cell of the schedule is missing, ascending."""
    others = [dim for dim in array.dims if dim != "time"]
    known = array.notnull().all(dim=others)
    complete = np.asarray(known.values, dtype=bool) & bool(array.size)
    return np.sort(np.asarray(array["time"].values)[complete].astype(np.int64))
