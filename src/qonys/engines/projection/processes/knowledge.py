"""What could be known on 1 January of an earlier year: the evidence of a forecast put back in time.

Levels after that day are gone. Age shapes are not: the age profile of childbearing, the age pattern of
mortality change and the age profile of migrants are taken from the published schedules, whenever these are,
because single-age schedules of the past are rarely published; total population hardly depends on them.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from qonys.engines.projection.processes.fertility import age_profiles, registered_fertility
from qonys.engines.projection.processes.mortality import age_shape, index_of
from qonys.engines.projection.processes.series import PANDEMIC, Series
from qonys.engines.vocabulary.errors import MissingCell
from qonys.engines.vocabulary.evidence import NationalHistory, NationalSchedules
from qonys.engines.vocabulary.life_table import life_expectancy
from qonys.engines.vocabulary.sex import SEXES


def as_of(
    history: NationalHistory, schedules: NationalSchedules, cutoff: int
) -> tuple[NationalHistory, NationalSchedules]:
    """The nation's series before `cutoff`, its population up to it, and schedules at the level of the time."""
    known = NationalHistory(
        population=_before(history.population, cutoff + 1),
        births=_before(history.births, cutoff),
        deaths=_before(history.deaths, cutoff),
        total_fertility=_before(history.total_fertility, cutoff),
        life_expectancy=_before(history.life_expectancy, cutoff),
        arrivals=_before(history.arrivals, cutoff),
        departures=_before(history.departures, cutoff),
        net_migration=_before(history.net_migration, cutoff),
    )
    stocks = _before(schedules.population, cutoff + 1)
    return known, NationalSchedules(
        population=stocks,
        mortality=_mortality(known, schedules.mortality, cutoff),
        fertility=_fertility(known, schedules, cutoff),
        sex_ratio_at_birth=_before(schedules.sex_ratio_at_birth, cutoff),
        net_migration=schedules.net_migration,
    )


def _before(published: xr.DataArray, year: int) -> xr.DataArray:
    return published.sel(time=published.time < year)


def _fertility(known: NationalHistory, schedules: NationalSchedules, cutoff: int) -> xr.DataArray:
    latest = registered_fertility(known, schedules, cutoff)
    years = np.array([latest.last])
    schedule = latest.values[-1] * age_profiles(schedules.fertility, years)
    return xr.DataArray(schedule, {"time": years, "age": np.arange(schedule.shape[-1])}, ("time", "age"))


def _mortality(known: NationalHistory, published: xr.DataArray, cutoff: int) -> xr.DataArray:
    """One published schedule, moved along its own age shape to the first and last life expectancy known."""
    shape = age_shape(published)
    schedules = published.transpose("time", "sex", "age").dropna("time")
    reference = np.asarray(schedules.values[:1], dtype=np.float64)
    past = [Series.of(known.life_expectancy.sel(sex=str(sex)), cutoff, without=PANDEMIC) for sex in SEXES]
    if min(len(series) for series in past) == 0:
        raise MissingCell("no life expectancy by sex is published.", where=f"national history before {cutoff}")
    years = np.array([max(s.first for s in past), min(s.last for s in past)])
    target = np.array([[series.at(int(year)) for series in past] for year in years])
    needed = (target - life_expectancy(reference))[None]
    index = index_of(reference, shape, needed)[0]
    rates = reference * np.exp(shape * index[:, :, None])
    labels = {"time": years, "sex": [str(sex) for sex in SEXES], "age": np.arange(shape.shape[-1])}
    return xr.DataArray(rates, labels, ("time", "sex", "age"))
