"""Things that may happen: when they begin and how large they are is drawn for each trajectory, in their own stream."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.levers import strengths
from qonys.engines.projection.levers.baseline import IN_TEN, Baseline
from qonys.engines.projection.levers.effect import Effect
from qonys.engines.vocabulary.scenario import Event

Floats = NDArray[np.float64]


def event(lever: Event, baseline: Baseline) -> Effect:
    """Every effect of the event, as strong as it is in each year of each trajectory."""
    size = _sizes(lever, baseline)

    def factor(percent: float) -> Floats | None:
        return np.exp(size * np.log1p(percent / 100)) if percent else None

    return Effect(
        fertility=factor(lever.fertility_percent),
        years_of_life=size * lever.years_of_life if lever.years_of_life else None,
        immigrants=factor(lever.immigration_percent),
        emigrants=factor(lever.emigration_percent),
        arrivals=_where(lever, factor(lever.arrivals_percent), baseline),
        departures=_where(lever, factor(lever.departures_percent), baseline),
    )


def _sizes(lever: Event, baseline: Baseline) -> Floats:
    """How much of the event each year sees (T, J): 0 for none. Of two that overlap the larger counts."""
    elasticity = lever.size or strengths.EVENT_SIZE
    possible = (baseline.years >= (lever.since or baseline.years[0]))[:, None]
    if baseline.streams is None:
        # Without chance: the share of years under the event, once it has had time to begin.
        ahead = np.cumsum(possible[:, 0])
        under = 1.0 - (1.0 - lever.frequency) ** np.minimum(ahead, lever.duration)
        return np.asarray((under * elasticity.value)[:, None])
    began = _begins(lever, baseline) & possible
    size = np.where(began, _size_of_each(lever, baseline), 0.0)
    felt = size.copy()
    for later in range(1, min(lever.duration, len(size))):
        felt[later:] = np.maximum(felt[later:], size[:-later])
    return felt


def _begins(lever: Event, baseline: Baseline) -> NDArray[np.bool_]:
    """(T, J). The more frequent event happens whenever the rarer one does."""
    luck = _luck(lever, baseline)[..., 0]
    if lever.frequency in (0.0, 1.0):
        return np.full(luck.shape, lever.frequency == 1.0)
    return np.asarray(luck < NormalDist().inv_cdf(lever.frequency))


def _size_of_each(lever: Event, baseline: Baseline) -> Floats:
    elasticity = lever.size or strengths.EVENT_SIZE
    noise = _luck(lever, baseline)[..., 1] / IN_TEN
    width = np.where(noise > 0, elasticity.high - elasticity.value, elasticity.value - elasticity.low)
    return np.maximum(elasticity.value + width * noise, 0.0)


def _luck(lever: Event, baseline: Baseline) -> Floats:
    """Standard normal (T, J, 2). Each year has its stream, so that a longer horizon begins with a shorter one."""
    assert baseline.streams is not None
    by_year = [
        baseline.streams.normal(f"event/{lever.name}/{year}", baseline.trajectories, 2) for year in baseline.years
    ]
    return np.stack(by_year)


def _where(lever: Event, factor: Floats | None, baseline: Baseline) -> Floats | None:
    """A factor (T, J) in the territories of the event, or in all."""
    if factor is None:
        return None
    hit = [baseline.index(code) for code in lever.territories] or list(range(len(baseline.codes)))
    local = np.ones((*factor.shape, len(baseline.codes)))
    local[..., hit] = factor[..., None]
    return local
