"""Quarters and months: damped exponential smoothing of the nation, the territories and the pairs, each by itself.

A flow is, on the log scale, the nation's level + what its origin and its destination deviate from it + what is left
to the pair. The nation's seasons are seen through little noise and may move fast, a pair's through much and move
slowly: each part has its own smoothing constants, the same for all territories and pairs.
Holt (1957), Winters (1960); damped trend: Gardner and McKenzie (1985), Management Science 31(10).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qonys.engines.flows.breaks import jumps
from qonys.engines.flows.growth import Relative
from qonys.engines.flows.history import Bools, Floats, History

DAMPING = 0.9  # per quarter; the same yearly damping is used for months
QUARTERS = 4
FIRST_USUAL_ERROR = 0.05  # log, until the record has shown its own
MEAN_TO_SIGMA = 1.25  # from a mean absolute error, for normal errors


@dataclass(frozen=True)
class Constants:
    level: float
    season: float
    trend: float = 0.0
    surprise: float = np.inf  # times the usual error beyond which a surprise is taken for an accident


@dataclass(frozen=True)
class Recipe:
    nation: Constants
    territory: Constants
    pair: Constants


TERRITORY, PAIR = Constants(0.4, 0.3, surprise=2.0), Constants(0.3, 0.3, surprise=2.0)
RECIPES = {
    "steady_level": Recipe(Constants(0.3, 0.4, 0.05), TERRITORY, PAIR),
    "slow_level": Recipe(Constants(0.2, 0.4, 0.20), TERRITORY, PAIR),
    "quick_level": Recipe(Constants(0.4, 0.5, 0.10), TERRITORY, PAIR),
    "steady_territories": Recipe(Constants(0.3, 0.3), Constants(0.2, 0.2, surprise=2.0), PAIR),
}


def smoothed(history: History, cutoffs: Sequence[int], steps: int, recipe: Recipe) -> Floats:
    """Forecasts (V, H, n) of the recipe."""
    now = Relative.of(history)
    nation = np.log(history.nation + 0.5)[:, None]
    structure = now.pairs - now.out[:, history.origin] - now.into[:, history.destination]
    jumped = jumps(history)
    calm = np.zeros_like(jumped)
    lag = history.per_year
    level = smooth(nation, recipe.nation, lag, cutoffs, steps, jumped)
    out = smooth(now.out, recipe.territory, lag, cutoffs, steps, calm)
    into = smooth(now.into, recipe.territory, lag, cutoffs, steps, calm)
    left = smooth(structure, recipe.pair, lag, cutoffs, steps, calm)
    log = level + out[..., history.origin] + into[..., history.destination] + left
    return np.asarray(np.maximum(np.exp(log) - 0.5, 0.0))


def smooth(values: Floats, constants: Constants, lag: int, cutoffs: Sequence[int], steps: int, jumped: Bools) -> Floats:
    """Additive Holt-Winters with a damped trend on (T, k): forecasts (V, H, k) from each cut-off."""
    start = min(lag, len(values))
    level = values[:start].mean(axis=0)
    season = np.zeros((lag, values.shape[1]))
    season[:start] = values[:start] - level
    trend = np.zeros(values.shape[1])
    usual = np.full(values.shape[1], FIRST_USUAL_ERROR)
    damping = DAMPING ** (QUARTERS / lag)
    reach = np.cumsum(damping ** np.arange(1, steps + 1))
    wanted = {cutoff: place for place, cutoff in enumerate(cutoffs)}
    made = np.empty((len(cutoffs), steps, values.shape[1]))
    for t in range(max(cutoffs) + 1):
        if t >= lag:
            error = values[t] - (level + damping * trend + season[t % lag])
            kept = np.clip(error, -constants.surprise * usual, constants.surprise * usual)
            usual += 0.1 * (MEAN_TO_SIGMA * np.abs(kept) - usual)
            # A jump of the level is taken whole and at once; it says nothing about trend or season.
            learn = Constants(1.0, 0.0, 0.0) if jumped[t] else constants
            learnt = error if jumped[t] else kept
            level = level + damping * trend + learn.level * learnt
            trend = damping * trend + learn.level * learn.trend * learnt
            season[t % lag] += learn.season * (1.0 - learn.level) * learnt
        if t in wanted:
            ahead = (t + 1 + np.arange(steps)) % lag
            made[wanted[t]] = level + reach[:, None] * trend + season[ahead]
    return made


def _method(recipe: Recipe) -> Callable[[History, Sequence[int], int], Floats]:
    return lambda history, cutoffs, steps: smoothed(history, cutoffs, steps, recipe)


METHODS = tuple((name, _method(recipe)) for name, recipe in RECIPES.items())
