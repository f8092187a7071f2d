"""People who come from abroad and who leave: two flows, each with its median, age profile and chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.projection.processes.series import Series
from qonys.engines.projection.processes.wander import Prior, Wander, fit
from qonys.engines.vocabulary.evidence import NationalHistory

Floats = NDArray[np.float64]

# Log persons. Flows swing by a factor, not by a percentage, and forget within a decade. Worth 10 years of own
# data.
PRIOR = Prior(
    Wander(memory=0.9, momentum=0.3, spread=0.35),
    years=10,
    lowest_memory=0.8,
    highest_memory=0.9,
    highest_momentum=0.5,
)
RECENT = 10  # years whose geometric mean is the long-run level: neither one year's shock nor a past regime is a level
# Per person and year: what comes and what goes when only the net is known. Kazakhstan's first published year,
# 1991, has 1.0 % leaving or coming beside the net; Germany's register about as much.
TURNOVER = 0.01
CORRELATION_YEARS = 20  # of own data that count as much as the prior belief that both flows stray independently


@dataclass(frozen=True)
class FlowOutlook:
    latest: Series  # persons
    median: Floats  # (T, 2, ages), persons by age at the end of the year
    process: Wander  # of log persons


@dataclass(frozen=True)
class MigrationOutlook:
    immigrants: FlowOutlook
    emigrants: FlowOutlook
    correlation: float  # of the two innovations


def migration_outlook(
    history: NationalHistory, net_by_age: xr.DataArray, ages: int, first_year: int, last_year: int
) -> MigrationOutlook:
    arrivals, departures = gross_flows(history, first_year)
    profile = age_profile(net_by_age, ages)
    # A net flow has no lasting sign: it fades at the median, and both flows tend to their common recent level.
    level = np.mean([_logs(flow)[-RECENT:].mean() for flow in (arrivals, departures) if len(flow)] or [0.0])
    process = _common_process(arrivals, departures)
    return MigrationOutlook(
        _flow(arrivals, float(level), process, profile, first_year, last_year),
        _flow(departures, float(level), process, profile, first_year, last_year),
        _correlation(arrivals, departures),
    )


def _common_process(arrivals: Series, departures: Series) -> Wander:
    """Both flows stray alike: were one of them wider, the mean of the net would drift to its side for ever."""
    fitted = [fit(_logs(flow), PRIOR) for flow in (arrivals, departures)]
    return Wander(
        memory=float(np.mean([process.memory for process in fitted])),
        momentum=float(np.mean([process.momentum for process in fitted])),
        spread=float(np.sqrt(np.mean([process.spread**2 for process in fitted]))),
    )


def _logs(flow: Series) -> Floats:
    return np.asarray(np.log(np.maximum(flow.values, 1.0)))


def gross_flows(history: NationalHistory, before: int) -> tuple[Series, Series]:
    """Arrivals and departures as published; before, where only the net is known, the net and a turnover."""
    arrivals = Series.of(history.arrivals, before)
    departures = Series.of(history.departures, before)
    net = Series.of(history.net_migration, before)
    people = Series.of(history.population, before + 1)
    if len(net) == 0 or len(people) == 0:
        return arrivals, departures
    turnover = TURNOVER * np.interp(net.years, people.years, people.values)
    coming = Series(net.first, turnover + np.maximum(net.values, 0.0))
    leaving = Series(net.first, turnover + np.maximum(-net.values, 0.0))
    return _prepend(coming, arrivals), _prepend(leaving, departures)


def _prepend(imputed: Series, published: Series) -> Series:
    """The published years, and before them the imputed ones."""
    if len(published) == 0:
        return imputed
    earlier = imputed.values[: max(published.first - imputed.first, 0)]
    return Series(published.first - len(earlier), np.concatenate([earlier, published.values]))


def _flow(past: Series, level: float, process: Wander, profile: Floats, first_year: int, last_year: int) -> FlowOutlook:
    steps = last_year - first_year
    if len(past) == 0:  # nothing is known of migration: none is assumed
        return FlowOutlook(Series(first_year - 1, np.zeros(1)), np.zeros((steps, *profile.shape)), process)
    path = level + process.expected(float(_logs(past)[-1]) - level, 0.0, last_year - 1 - past.last)
    return FlowOutlook(past, np.exp(path[-steps:])[:, None, None] * profile, process)


def age_profile(net_by_age: xr.DataArray, ages: int) -> Floats:
    """Share of each sex and age in a flow, (2, ages): the published profile of the net, or the model
    schedule.

    A net close to zero has no shape of its own, so years count by the size of their net.
    """
    published = net_by_age.transpose("time", "sex", "age").dropna("time")
    if published.sizes["time"] == 0:
        return model_schedule(ages)
    values = np.asarray(published.values, dtype=np.float64)
    direction = np.sign(values.sum(axis=(1, 2), keepdims=True))
    profile = np.maximum((values * direction).sum(axis=0), 0.0)
    return profile / profile.sum() if profile.sum() > 0 else model_schedule(ages)


def model_schedule(ages: int) -> Floats:
    """The curve of children and workers of Rogers and Castro (1981), with their typical values."""
    age = np.arange(ages, dtype=np.float64)
    children = 0.02 * np.exp(-0.10 * age)
    workers = 0.06 * np.exp(-0.10 * (age - 20.0) - np.exp(-0.40 * (age - 20.0)))
    both = np.tile(children + workers + 0.0002, (2, 1))
    return np.asarray(both / both.sum())


def _correlation(arrivals: Series, departures: Series) -> float:
    """Of the yearly changes of both flows, shrunk to none."""
    first, last = max(arrivals.first, departures.first), min(arrivals.last, departures.last)
    if last - first < 5:
        return 0.0
    changes = [np.diff(_logs(flow)[first - flow.first : last - flow.first + 1]) for flow in (arrivals, departures)]
    if min(change.std() for change in changes) == 0:
        return 0.0
    own = float(np.corrcoef(changes[0], changes[1])[0, 1])
    return float(np.clip(own * len(changes[0]) / (len(changes[0]) + CORRELATION_YEARS), -0.8, 0.8))
