"""The rolling test of the nation's forecast: what it would have said each year, and what happened.

    for every cutoff:  what was known -> outlook -> national projection -> samples of total population
    score them, beside constant growth; learn from the errors known by now how wide the next forecast must be

The widths used at each cutoff are learned from errors known at that cutoff by the very rule that serves the
current forecast, so the scores are those of the product.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.countries.past import NationalPast
from qonys.engines.evaluation import ScoreTable, constant_growth, rolling
from qonys.engines.projection import trajectories as many
from qonys.engines.projection.paths import Paths, RegionalPaths
from qonys.engines.projection.processes import (
    UNCALIBRATED,
    Outlook,
    PastError,
    Widths,
    as_of,
    learn_widths,
    national_paths,
    outlook,
)
from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.evidence import NationalHistory, NationalSchedules
from qonys.engines.vocabulary.rates import RegionalPattern
from qonys.engines.vocabulary.sex import SEXES

Floats = NDArray[np.float64]

HORIZONS = (5, 10, 15)
LEAST_PAST = 10  # years a forecast must know before it is worth scoring


@dataclass(frozen=True)
class Backtest:
    """`calibrated` holds the methods "qonys" and "constant growth", `uncalibrated` what errors are measured by."""

    calibrated: ScoreTable
    uncalibrated: ScoreTable
    widths: Mapping[int, Widths]  # by cutoff, the current year included: what the forecast of that 1 January must use


@dataclass(frozen=True)
class Hindcasts:
    """The uncalibrated forecasts of every cutoff and of today, and what the past ones missed."""

    known: Mapping[int, tuple[NationalHistory, NationalSchedules]]
    samples: Mapping[int, Floats]  # total population (years, J) by cutoff
    table: ScoreTable

    def widths(self, cutoff: int) -> Widths:
        """What a forecast made on 1 January `cutoff` must use, from the errors known by then."""
        errors = [PastError(score.cutoff, score.horizon, score.standardised) for score in self.table.scores]
        return learn_widths(errors, cutoff, expected_sd(self.samples[cutoff]))


def backtest(
    past: NationalPast, *, now: int, first_cutoff: int | None = None, trajectories: int = 300, seed: int = 1
) -> Backtest:
    """Forecast again on every 1 January before `now` that has ten years of past behind it, and score."""
    if first_cutoff is None:
        first_cutoff = min(past.truth) + LEAST_PAST
    plain = hindcasts(past, first_cutoff, now, trajectories, seed)
    widths = {cutoff: plain.widths(cutoff) for cutoff in plain.known}

    def forecast(cutoff: int) -> Floats:
        return _samples(past, plain.known[cutoff], cutoff, widths[cutoff], trajectories, seed)

    benchmarks = {"constant growth": constant_growth(past.truth, max(HORIZONS))}
    scored = sorted({score.cutoff for score in plain.table.scores})
    return Backtest(rolling(scored, HORIZONS, forecast, past.truth, benchmarks), plain.table, widths)


def hindcasts(past: NationalPast, first_cutoff: int, now: int, trajectories: int, seed: int) -> Hindcasts:
    """What would have been said on 1 January of each year whose outcome is known, and of `now`."""
    truth = past.truth
    cutoffs = [year for year in range(first_cutoff, now) if year in truth and year + min(HORIZONS) in truth]
    known = {cutoff: as_of(past.history, past.schedules, cutoff) for cutoff in (*cutoffs, now)}
    samples = {cutoff: _samples(past, known[cutoff], cutoff, UNCALIBRATED, trajectories, seed) for cutoff in known}
    return Hindcasts(known, samples, rolling(cutoffs, HORIZONS, samples.__getitem__, truth, method="uncalibrated"))


def _samples(
    past: NationalPast,
    known: tuple[NationalHistory, NationalSchedules],
    cutoff: int,
    widths: Widths,
    trajectories: int,
    seed: int,
) -> Floats:
    ahead = outlook(*known, cutoff, cutoff + max(HORIZONS), widths)
    base = _base(past.schedules, cutoff, past.truth[cutoff])
    return national_totals(base, ahead, Streams(seed), trajectories)


def expected_sd(totals: Floats) -> dict[int, float]:
    """Standard deviation of the log of totals (years, J) at each horizon, from the 80 % interval."""
    lower, upper = np.quantile(np.log(totals), [0.1, 0.9], axis=1)
    return {horizon: float(upper[horizon - 1] - lower[horizon - 1]) / 2.5631 for horizon in HORIZONS}


def _base(schedules: NationalSchedules, year: int, total: float) -> Floats:
    """The nation by sex and age on 1 January, at the total of the series that is forecast."""
    stocks = schedules.population.transpose("time", "sex", "age").sel(time=year, method="nearest")
    values = np.asarray(stocks.values, dtype=np.float64)
    return np.asarray(values * (total / values.sum()))


def national_totals(base: Floats, ahead: Outlook, streams: Streams, trajectories: int) -> Floats:
    """Total population (years, J) of a nation without territories, from `base` (2, ages)."""
    start = np.broadcast_to(base, (trajectories, 1, *base.shape)).astype(np.float64)
    paths = Paths(national_paths(ahead, streams, trajectories), _no_deviation(ahead.years, trajectories))
    years = many.project(start, ahead.rates, whole_nation(base.shape[-1]), paths)
    # The first that comes is the start itself, stamped with the year before.
    return np.stack([y.population.sum(axis=(1, 2, 3)) for y in years if y.year >= ahead.first_year])


def _no_deviation(years: int, trajectories: int) -> RegionalPaths:
    ones = np.ones((years, trajectories, 1), dtype=np.float32)
    return RegionalPaths(ones, ones, ones, ones)


def whole_nation(ages: int, code: str = "nation") -> RegionalPattern:
    """The pattern of a country with one territory: itself."""
    by_age = xr.DataArray(
        np.ones((1, 2, ages)),
        {"territory": [code], "sex": [str(sex) for sex in SEXES], "age": np.arange(ages)},
        ("territory", "sex", "age"),
    )
    nowhere = xr.DataArray(np.zeros((1, 1, 2, ages)), dims=("origin", "destination", "sex", "age"))
    return RegionalPattern(by_age[:, 0].drop_vars("sex"), by_age, nowhere, by_age, by_age)
