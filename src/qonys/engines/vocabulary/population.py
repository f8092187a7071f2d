"""People by territory, sex and single age on one first of January."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from qonys.engines.vocabulary.age import ages
from qonys.engines.vocabulary.errors import OutOfRange
from qonys.engines.vocabulary.sex import SEXES


@dataclass(frozen=True)
class Population:
    """`persons` is labelled (territory, sex, age), single ages from 0, the last one open; on 1 January `year`."""

    persons: xr.DataArray
    year: int

    def __post_init__(self) -> None:
        if self.persons.dims != ("territory", "sex", "age"):
            raise ValueError(f"A population has axes territory, sex, age; got {self.persons.dims}.")
        lowest = float(self.persons.min())
        if not np.isfinite(self.values).all() or lowest < 0:
            raise OutOfRange("a population has a cell that is negative or not a number.", value=lowest)

    @classmethod
    def of(cls, persons: ArrayLike, territories: tuple[str, ...], year: int) -> Population:
        """Label a plain array of shape (territories, 2 sexes, ages)."""
        values = np.asarray(persons, dtype=np.float64)
        labels = {
            "territory": list(territories),
            "sex": [str(s) for s in SEXES],
            "age": list(ages(values.shape[-1] - 1)),
        }
        return cls(xr.DataArray(values, coords=labels, dims=("territory", "sex", "age")), year)

    @property
    def values(self) -> NDArray[np.float64]:
        """The plain array, shape (territories, 2, ages)."""
        return np.asarray(self.persons.values, dtype=np.float64)

    @property
    def territories(self) -> tuple[str, ...]:
        return tuple(str(code) for code in self.persons.territory.values)

    @property
    def open_age(self) -> int:
        return int(self.persons.age.values[-1])

    @property
    def total(self) -> float:
        return float(self.persons.sum())
