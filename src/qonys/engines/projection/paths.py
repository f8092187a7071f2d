"""What chance does to the median rates: one value per year and trajectory, for T years and J trajectories.

Everything is a positive multiplier (1 leaves the median as it is) except the mortality index, which is added
on the log scale: hazard = median hazard x exp(shape[sex, age] x index).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NationalPaths:
    fertility: Floats  # (T, J)
    mortality_index: Floats  # (T, J, 2 sexes)
    mortality_shape: Floats  # (2 sexes, ages)
    immigrants: Floats  # (T, J)
    emigrants: Floats  # (T, J)


@dataclass(frozen=True)
class RegionalPaths:
    """Deviations of each territory from the nation, as (T, J, R) multipliers."""

    fertility: NDArray[np.float32]
    mortality: NDArray[np.float32]
    departures: NDArray[np.float32]
    arrivals: NDArray[np.float32]


@dataclass(frozen=True)
class Paths:
    national: NationalPaths
    regional: RegionalPaths

    @property
    def years(self) -> int:
        return len(self.national.fertility)

    @property
    def trajectories(self) -> int:
        return len(self.national.fertility[0])

    @classmethod
    def median(cls, years: int, territories: int, ages: int, trajectories: int = 1) -> Paths:
        """No chance at all: every trajectory is the median."""
        flat = np.ones((years, trajectories))
        local = np.ones((years, trajectories, territories), dtype=np.float32)
        national = NationalPaths(flat, np.zeros((years, trajectories, 2)), np.zeros((2, ages)), flat, flat)
        return cls(national, RegionalPaths(local, local, local, local))

    def first(self, years: int) -> Paths:
        """The same futures, cut off after some years."""
        nation, local = self.national, self.regional
        return Paths(
            NationalPaths(
                nation.fertility[:years],
                nation.mortality_index[:years],
                nation.mortality_shape,
                nation.immigrants[:years],
                nation.emigrants[:years],
            ),
            RegionalPaths(
                local.fertility[:years], local.mortality[:years], local.departures[:years], local.arrivals[:years]
            ),
        )
