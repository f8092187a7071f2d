"""Life expectancy at birth by sex: its median path, how it strays, and the death rates that belong to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.projection.processes.series import PANDEMIC, Series
from qonys.engines.projection.processes.wander import Prior, Wander, fit
from qonys.engines.vocabulary.errors import MissingCell
from qonys.engines.vocabulary.evidence import NationalHistory, NationalSchedules
from qonys.engines.vocabulary.life_table import life_expectancy
from qonys.engines.vocabulary.sex import SEXES

Floats = NDArray[np.float64]

# Years of life. Before own data: an error of 1.5 years after five (past United Nations projections missed by
# 1.5-2.2 on average, revisions of the past included), changes that persist by 0.4, a deviation from the
# assumed path half gone in 35 years: what one generation lost, as men did after 1990, the next regained.
# Worth 15 years of own data.
PRIOR = Prior(Wander(memory=0.98, momentum=0.4, spread=0.45), years=15, lowest_memory=0.98, highest_memory=0.98)
USUAL_DRIFT = 0.2  # years of life gained per calendar year; the best countries gain 0.25 (Oeppen and Vaupel 2002)
DRIFT_YEARS = 30.0  # the usual drift counts as this many years of own data
SMOOTHING = 9  # ages
BACK = 10  # years before the first that a registered life expectancy may date from
INDEX_GRID = np.linspace(-4.0, 4.0, 65)


@dataclass(frozen=True)
class MortalityOutlook:
    latest: tuple[Series, Series]  # life expectancy by sex without the pandemic years
    median: Floats  # (T, 2, ages), central death rates
    life_expectancy: Floats  # (T, 2), of the median rates
    shape: Floats  # (2, ages), how much each age moves with the index
    process: Wander  # of life expectancy, years
    sex_correlation: float


def mortality_outlook(
    history: NationalHistory, schedules: NationalSchedules, first_year: int, last_year: int
) -> MortalityOutlook:
    """Published death rates moved by a decaying jump-off gap; without them, random walk with drift."""
    rates_from = first_year - BACK
    rates, published = death_rates(schedules.mortality, np.arange(rates_from, last_year))
    past = (
        _past(history, 0, first_year, rates, rates_from),
        _past(history, 1, first_year, rates, rates_from),
    )
    process = _process(past)
    plain = life_expectancy(rates)
    median = np.stack(
        [_path(series, plain[:, sex], rates_from, process, published) for sex, series in enumerate(past)],
        axis=-1,
    )
    shape = age_shape(schedules.mortality)
    index = index_of(rates[BACK:], shape, (median - plain)[BACK:, None])[:, 0]
    moved = rates[BACK:] * np.exp(shape * index[:, :, None])
    return MortalityOutlook(past, moved, life_expectancy(moved), shape, process, _correlation(past))


def _process(past: tuple[Series, Series]) -> Wander:
    """Fitted to the mean of both sexes."""
    first, last = max(s.first for s in past), min(s.last for s in past)
    if last - first < 2:
        return PRIOR.process
    return fit(np.mean([s.values[first - s.first : last - s.first + 1] for s in past], axis=0), PRIOR)


def _path(past: Series, assumed: Floats, assumed_from: int, process: Wander, published: bool) -> Floats:
    """Median life expectancy of one sex in the years of `assumed`; registered years keep the assumption."""
    first_open = past.last + 1 - assumed_from
    ahead = np.arange(1, len(assumed) - first_open + 1)
    path = assumed.copy()
    if published:
        path[first_open:] += (past.values[-1] - assumed[first_open - 1]) * process.memory**ahead
    else:
        path[first_open:] = past.values[-1] + drift(past) * ahead
    return path


def _past(history: NationalHistory, sex: int, before: int, rates: Floats, rates_from: int) -> Series:
    """Registered life expectancy of one sex without the pandemic; the schedule's where none or only old."""
    published = history.life_expectancy
    name = str(SEXES[sex])
    if "sex" in published.dims and name in published.sex.values:
        series = Series.of(published.sel(sex=name), before, without=PANDEMIC)
        if len(series) and series.last >= rates_from:
            return series
    last = before - 1
    return Series(last, life_expectancy(rates[last - rates_from])[sex : sex + 1])


def drift(past: Series) -> float:
    """Years of life gained per calendar year: the country's own, shrunk to the usual pace."""
    steps = len(past) - 1
    own = (past.values[-1] - past.values[0]) if steps else 0.0
    return float((own + USUAL_DRIFT * DRIFT_YEARS) / (steps + DRIFT_YEARS))


def death_rates(published: xr.DataArray, years: NDArray[np.int64]) -> tuple[Floats, bool]:
    """Central death rates (years, 2, ages), nearest year where unpublished; and whether the last is published."""
    schedules = published.transpose("time", "sex", "age").dropna("time")
    known = schedules.time.values.astype(int)
    if len(known) == 0:
        raise MissingCell("no mortality schedule is published.", where="national schedules")
    nearest = [np.abs(known - year).argmin() for year in years]
    return np.asarray(schedules.values, dtype=np.float64)[nearest], bool(known[-1] >= years[-1])


def age_shape(published: xr.DataArray) -> Floats:
    """Relative movement of log death rates by sex and age (mean 1), first to last schedule."""
    schedules = published.transpose("time", "sex", "age").dropna("time")
    logs = np.log(np.asarray(schedules.values, dtype=np.float64))
    fall = logs[0] - logs[-1]
    if np.abs(fall).mean() < 0.01:  # schedules that hardly differ say nothing about shape
        return np.ones_like(fall)
    kernel = np.ones(SMOOTHING) / SMOOTHING
    padded = np.pad(fall, ((0, 0), (SMOOTHING // 2, SMOOTHING // 2)), mode="edge")
    smooth = np.stack([np.convolve(row, kernel, mode="valid") for row in padded])
    smooth[:, 0] = fall[:, 0]  # infant mortality moves on its own
    positive = np.clip(smooth / smooth.mean(axis=-1, keepdims=True), 0.1, 3.0)
    return np.asarray(positive / positive.mean(axis=-1, keepdims=True))


def index_of(median: Floats, shape: Floats, years_of_life: Floats) -> Floats:
    """The log-hazard index that adds `years_of_life` (T, J, 2) to the expectancy of `median` (T, 2, ages)."""
    index = np.empty_like(years_of_life)
    factors = np.exp(shape * INDEX_GRID[:, None, None])
    for year, rates in enumerate(median):
        expectancy = life_expectancy(rates * factors)  # (grid, 2), falling along the grid
        centre = life_expectancy(rates)
        for sex in range(len(SEXES)):
            target = centre[sex] + years_of_life[year, :, sex]
            index[year, :, sex] = np.interp(target, expectancy[::-1, sex], INDEX_GRID[::-1])
    return index


def _correlation(past: tuple[Series, Series]) -> float:
    """Of the yearly changes of the two sexes, shrunk to 0.8 (worth 15 years)."""
    first = max(series.first for series in past)
    last = min(series.last for series in past)
    if last - first < 5:
        return 0.8
    male, female = (np.diff(s.values[first - s.first : last - s.first + 1]) for s in past)
    if male.std() == 0 or female.std() == 0:
        return 0.8
    own = float(np.corrcoef(male, female)[0, 1])
    weight = len(male) / (len(male) + 15)
    return float(np.clip(weight * own + (1 - weight) * 0.8, 0.0, 0.98))
