"""One annual series of numbers, taken from a labelled array where NaN means unpublished."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Registered deaths of the pandemic years doubled and fell back within two years: they say nothing about the
# drift or the lasting spread of life expectancy, so every fit reads through them as if they had not been
# published.
PANDEMIC = (2020, 2021)


@dataclass(frozen=True)
class Series:
    """`values` of the consecutive calendar years `first`, `first` + 1, ...; holes inside are interpolated."""

    first: int
    values: Floats  # (n,)

    @property
    def last(self) -> int:
        """The latest year with a value."""
        return self.first + len(self.values) - 1

    @property
    def years(self) -> NDArray[np.int64]:
        return np.arange(self.first, self.first + len(self.values))

    def __len__(self) -> int:
        return len(self.values)

    def at(self, year: int) -> float:
        return float(self.values[year - self.first])

    def logs(self) -> Series:
        return Series(self.first, np.log(self.values))

    def recent(self, years: int) -> Floats:
        """The last `years` values, or all there are."""
        return self.values[-years:]

    @classmethod
    def of(cls, published: xr.DataArray, before: int, without: tuple[int, ...] = ()) -> Series:
        """The finite values of a (time,) array in years earlier than `before`, except those of `without`."""
        years = published.time.values.astype(int)
        values = np.asarray(published.values, dtype=np.float64)
        known = np.isfinite(values) & (years < before) & ~np.isin(years, without)
        if not known.any():
            return cls(before, np.empty(0))
        order = np.argsort(years[known])
        years, values = years[known][order], values[known][order]
        every = np.arange(years[0], years[-1] + 1)
        return cls(int(years[0]), np.interp(every, years, values))
