"""What a scenario starts from, prepared once: base people, rates, pattern and paths of every year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.projection.course import Course
from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.paths import Paths
from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.population import Population
from qonys.engines.vocabulary.rates import NationalRates, RegionalPattern
from qonys.engines.vocabulary.scenario import Elasticity

Floats = NDArray[np.float64]

IN_TEN = 1.2815515655446004  # standard deviations from the median to the edge of eight futures in ten


@dataclass(frozen=True)
class Baseline:
    """J trajectories of R territories over T years, before any policy.

    `streams` is None where there is no chance: every lever then works at its central strength.
    """

    codes: tuple[str, ...]  # (R,)
    nation: str
    start: Floats  # (J, R, 2, A+1), 1 January of the first year
    rates: NationalRates
    pattern: RegionalPattern
    paths: Paths
    mortality: Floats  # (T, 2, A+1), central death rates behind `rates.survival`
    bands: AgeBands
    streams: Streams | None
    course: Course | None = None  # of internal migration, already in `paths`; kept for a world without chance

    @property
    def years(self) -> NDArray[np.int64]:
        """The calendar years of events (T,)."""
        return np.asarray(self.rates.survival.time.values, dtype=np.int64)

    @property
    def trajectories(self) -> int:
        return len(self.start)

    @property
    def people(self) -> Floats:
        """People at the base (R, 2, A+1), mean over trajectories."""
        return np.asarray(self.start.mean(axis=0))

    def index(self, code: str) -> int:
        """The place of a territory along the axis of territories; the nation's is past the last."""
        return len(self.codes) if code == self.nation else self.codes.index(code)

    def until(self, last_stock: int) -> Baseline:
        """The same trajectories, cut off on 1 January `last_stock`: their first years keep every bit."""
        years = int(np.clip(last_stock - self.years[0], 1, len(self.years)))
        return replace(
            self,
            rates=_first_years(self.rates, years),
            paths=self.paths.first(years),
            mortality=self.mortality[:years],
        )

    def without_chance(self, base: Population) -> Baseline:
        """One trajectory: the median of every rate, the estimated base, every lever at its central strength."""
        start = base.values[None]
        median = Paths.median(len(self.years), len(self.codes), start.shape[-1])
        median = self.course.median(median) if self.course else median
        paths = replace(median, national=replace(median.national, mortality_shape=self.paths.national.mortality_shape))
        return replace(self, start=start, paths=paths, streams=None)

    def strength(self, name: str, elasticity: Elasticity) -> Floats:
        """An elasticity of every trajectory (J,), from the stream of that name; it never changes its sign.

        The same name draws the same luck in every scenario, so that two scenarios differ by policy alone.
        """
        if self.streams is None:
            return np.full(self.trajectories, elasticity.value)
        noise = self.streams.normal(f"lever/{name}", self.trajectories) / IN_TEN
        width = np.where(noise > 0, elasticity.high - elasticity.value, elasticity.value - elasticity.low)
        drawn = elasticity.value + width * noise
        lowest = 0.0 if elasticity.low >= 0 else -np.inf
        highest = 0.0 if elasticity.high <= 0 else np.inf
        return np.asarray(np.clip(drawn, lowest, highest))


def _first_years(rates: NationalRates, years: int) -> NationalRates:
    def cut(by_year: xr.DataArray) -> xr.DataArray:
        return by_year[:years]

    return NationalRates(
        cut(rates.survival),
        cut(rates.fertility),
        cut(rates.sex_ratio_at_birth),
        cut(rates.immigrants),
        cut(rates.emigrants),
    )
