"""The total fertility rate: where it stands, where it heads at the median, and how it strays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.projection.processes.series import Series
from qonys.engines.projection.processes.wander import Prior, Wander, fit
from qonys.engines.vocabulary.errors import MissingCell
from qonys.engines.vocabulary.evidence import NationalHistory, NationalSchedules
from qonys.engines.vocabulary.sex import FEMALE

Floats = NDArray[np.float64]

# Log total fertility. Before a country's series is read: yearly innovations of 2 %, changes that half
# persist, a deviation half gone in 25 years. Worth 15 years of own data.
PRIOR = Prior(Wander(memory=0.95, momentum=0.5, spread=0.02), years=15, lowest_memory=0.9, highest_memory=0.96)
REPLACEMENT = 2.1  # births per woman; where nothing is published, the long run lies half-way from the past to it
MEAN_YEARS = 30  # of the past that counts for the long run
TREND_YEARS = 3  # over which the latest change is averaged: one year's change is half noise


@dataclass(frozen=True)
class FertilityOutlook:
    latest: Series  # total fertility up to the last registered year, derived from births where not published
    median: Floats  # (T, ages), births per woman and year
    process: Wander  # of log total fertility


def fertility_outlook(
    history: NationalHistory, schedules: NationalSchedules, first_year: int, last_year: int
) -> FertilityOutlook:
    """Published assumption plus a jump-off gap that decays; without one, damped reversion to a long run."""
    past = registered_fertility(history, schedules, first_year)
    process = fit(past.logs().values, PRIOR)
    years = np.arange(first_year, last_year)
    profiles = age_profiles(schedules.fertility, years)
    back = min(TREND_YEARS, len(past) - 1)
    assumed = assumption(schedules.fertility, past, np.arange(past.last - back, last_year))
    gaps = past.logs().recent(back + 1) - assumed[: back + 1]
    change = (gaps[-1] - gaps[0]) / back if back else 0.0
    gap = process.expected(float(gaps[-1]), float(change), last_year - 1 - past.last)
    total = np.exp(assumed[back + 1 :] + gap)[-len(years) :]
    return FertilityOutlook(past, total[:, None] * profiles, process)


def registered_fertility(history: NationalHistory, schedules: NationalSchedules, before: int) -> Series:
    """Published total fertility, carried on by registered births where the rate itself is not out yet."""
    published = Series.of(history.total_fertility, before)
    births = Series.of(history.births, before)
    if len(published) == 0 and len(births) == 0:
        raise MissingCell(
            "neither total fertility nor births are published.",
            where="national history",
            remedy="Add at least one year of either before the base year.",
        )
    if len(published) == 0:
        exposure = _exposures(schedules, births.years)
        return Series(births.first, births.values / exposure)
    later = np.arange(published.last + 1, births.last + 1)
    if len(later) == 0 or published.last < births.first:
        return published
    exposure = _exposures(schedules, np.append(published.last, later))
    ratio = births.values[later - births.first] / births.at(published.last)
    carried = published.values[-1] * ratio / (exposure[1:] / exposure[0])
    return Series(published.first, np.append(published.values, carried))


def _exposures(schedules: NationalSchedules, years: NDArray[np.int64]) -> Floats:
    """Women weighted by the age profile of childbearing, at mid-year: births = total fertility x this."""
    stocks = schedules.population.transpose("time", "sex", "age")
    known = stocks.time.values.astype(int)
    if len(known) == 0:
        return np.ones(len(years))
    women = np.asarray(stocks.values, dtype=np.float64)[:, FEMALE]
    profiles = age_profiles(schedules.fertility, years)
    nearest = [np.abs(known - y).argmin() for y in years]
    following = [np.abs(known - y - 1).argmin() for y in years]
    return np.asarray(((women[nearest] + women[following]) / 2 * profiles).sum(axis=-1))


def age_profiles(published: xr.DataArray, years: NDArray[np.int64]) -> Floats:
    """The share of each age in total fertility, (years, ages); years without a schedule borrow the nearest."""
    schedules = published.transpose("time", "age").dropna("time")
    known = schedules.time.values.astype(int)
    if len(known) == 0:
        raise MissingCell("no fertility schedule is published.", where="national schedules")
    nearest = [np.abs(known - year).argmin() for year in years]
    values = np.asarray(schedules.values, dtype=np.float64)[nearest]
    return np.asarray(values / values.sum(axis=-1, keepdims=True))


def assumption(published: xr.DataArray, past: Series, years: NDArray[np.int64]) -> Floats:
    """Log of the total fertility assumed for `years`: the published one, or the past mean where nothing is.

    Years before the first published schedule borrow its total, so that the gap is taken to the nearest one.
    """
    schedules = published.transpose("time", "age").dropna("time")
    known = schedules.time.values.astype(int)
    if len(known) == 0 or known[-1] < years[-1]:
        return np.full(len(years), (past.logs().recent(MEAN_YEARS).mean() + np.log(REPLACEMENT)) / 2)
    totals = np.asarray(schedules.sum("age").values, dtype=np.float64)
    return np.asarray(np.log(np.interp(years, known, totals)))
