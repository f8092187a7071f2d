"""How wide: what earlier forecasts missed, split into the shock all pairs shared and what was left to each.

A year in which registration rules change moves all pairs together: an interval made from the pairs' own misses alone
would hold 80 % on average and less than half in such a year. So the shared part is measured by itself, and every
interval holds both. Only cut-offs whose outcome was known count; a few imaginary ones with the spread found on
registers elsewhere keep short histories from being cocksure.
Split conformal quantiles: Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from qonys.engines.flows.history import Bools, Floats

LEVELS = (0.80, 0.95)
HALF = 0.5  # added to counts before their logarithm is taken, so that nobody is a number too
PRIOR_VINTAGES = 1.0
# Spread (log, one year ahead) the imaginary vintages have: the shared part, a large pair's own part, and that of a
# household's moves (two or three people move as one). The nation's yearly change had a spread of 0.05 in Korea,
# 1998-2020 (Statistics Korea), and of 0.09 between UK regions, 2012-2022 (ONS); the shared part stands above both
# because a short record has not seen its shock year yet.
PRIOR_SHOCK, PRIOR_OWN, PRIOR_HOUSEHOLD = 0.13, 0.03, 1.6
PER_BIN = 150  # misses that make up one size class
MOST_BINS = 12
HALF_LIFE = 6.0  # vintages after which a miss counts half
SHOCK_GROWS = 0.75  # with the years ahead: between noise (0.5) and a trend (1)
ENOUGH_CELLS = 5_000  # per vintage, to learn quantiles from
FEWEST_TO_NARROW = 4  # tested vintages: a calm spell of three promises nothing
MOST_TESTED, FEWEST_BEFORE = 12, 2  # vintages whose own intervals are tested; earlier ones they need
SMALLEST_SCALE = 0.4
TO_NARROW = 2.0  # imaginary vintages that doubt a narrower interval: calm years are no promise


@dataclass(frozen=True)
class Misses:
    """Earlier forecasts of one window and what happened; arrays (V, k), the latest vintage last."""

    forecast: Floats
    outcome: Floats
    counted: Bools
    stretch: float = 1.0  # each counts so many times as large on the log scale

    def before(self, vintage: int) -> Misses:
        """Only the first `vintage` of them."""
        return Misses(self.forecast[:vintage], self.outcome[:vintage], self.counted[:vintage], self.stretch)

    def thinned(self, most: int = ENOUGH_CELLS) -> Misses:
        """Every so manieth cell where there are many: quantiles of thousands are quantiles of all."""
        step = -(-self.forecast.shape[1] // most)
        return Misses(self.forecast[:, ::step], self.outcome[:, ::step], self.counted[:, ::step], self.stretch)

    @property
    def log_ratio(self) -> Floats:
        return np.asarray(self.stretch * np.log((self.outcome + HALF) / (self.forecast + HALF)))


@dataclass(frozen=True)
class Width:
    """What else decides how wide: years ahead, a stretch (k,) for young territories, a jump that may go back.

    `steps` is how many vintages must pass before the outcome of one is known.
    """

    years: float
    steps: int
    stretch: Floats
    jump: float = 0.0
    by_size: bool = True
    shared: bool = True  # False where the level is known and no shock can be shared


def shocks(misses: Misses) -> Floats:
    """The part of each vintage's misses that all pairs shared, (V,): their median, large pairs counting more."""
    ratio = misses.log_ratio
    return np.array([_weighted_median(*each) for each in zip(ratio, misses.forecast, misses.counted, strict=True)])


def shock_spread(shared: Floats, years: float) -> float:
    """Standard deviation of the shared part, from the vintages and the imaginary ones."""
    fresh = _freshness(len(shared))
    prior = PRIOR_SHOCK * years**SHOCK_GROWS
    return float(np.sqrt((fresh @ shared**2 + PRIOR_VINTAGES * prior**2) / (fresh.sum() + PRIOR_VINTAGES)))


def bands(forecast: Floats, misses: Misses, width: Width) -> Floats:
    """Bounds (levels, 2, k) around `forecast` (k,): for each level of LEVELS the lower and the upper one."""
    misses = misses.thinned()
    bounds: list[tuple[Floats, Floats]] = []
    for level in LEVELS:
        scale = _calibration(misses, width, level) * width.stretch
        down, up = (side * scale for side in _reach(forecast, misses, width, level, width.jump))
        lower = np.maximum((forecast + HALF) * np.exp(-down) - HALF, 0.0)
        upper = (forecast + HALF) * np.exp(up) - HALF
        inner = bounds[-1] if bounds else (forecast, forecast)  # a higher level never holds less
        bounds.append((np.minimum(lower, inner[0]), np.maximum(upper, inner[1])))
    return np.asarray(bounds)


def _reach(forecast: Floats, misses: Misses, width: Width, level: float, jump: float) -> tuple[Floats, Floats]:
    """How far down and up, on the log scale: the shared part, the pairs' own, and a jump that may go back."""
    shared = shocks(misses)
    normal = NormalDist().inv_cdf((1.0 + level) / 2.0)
    common = normal * shock_spread(shared, width.years) if width.shared else 0.0
    below, above = _own_quantiles(forecast, misses.log_ratio - shared[:, None], misses, width, level)
    # Half the jump as a standard deviation towards the old level: all of it lies inside the 95 % interval.
    back, forth = normal * max(jump, 0.0) / 2.0, normal * max(-jump, 0.0) / 2.0
    return np.sqrt(below**2 + common**2 + back**2), np.sqrt(above**2 + common**2 + forth**2)


def _calibration(misses: Misses, width: Width, level: float) -> float:
    """By how much the intervals of the latest vintages, made with what was known then, should have been wider.

    The share that ought to lie inside is found among the misses measured in half-widths; it is taken as far as there
    are vintages to vouch for it.
    """
    vintages = len(misses.forecast)
    tested = [v for v in range(max(vintages - MOST_TESTED, 0), vintages) if v - width.steps + 1 >= FEWEST_BEFORE]
    if not tested:
        return 1.0
    scores, fresh = [], _freshness(vintages)
    for v in tested:
        down, up = _reach(misses.forecast[v], misses.before(v - width.steps + 1), width, level, 0.0)
        ratio = misses.log_ratio[v]
        scores.append(np.where(ratio > 0, ratio / up, -ratio / down))
    counted = misses.counted[tested]
    weight = np.broadcast_to(fresh[tested][:, None], counted.shape)[counted]
    if not weight.size:
        return 1.0
    wanted = float(_weighted_quantiles(np.stack(scores)[counted], weight, (level,))[0])
    trust = float(fresh[tested].sum()) / width.steps  # neighbouring vintages share all but one step of their outcome
    if wanted < 1.0 and len(tested) < FEWEST_TO_NARROW:
        return 1.0
    doubt = PRIOR_VINTAGES if wanted > 1.0 else TO_NARROW
    return float(max(wanted, SMALLEST_SCALE) ** (trust / (trust + doubt)))


def _own_quantiles(forecast: Floats, own: Floats, misses: Misses, width: Width, level: float) -> tuple[Floats, Floats]:
    """How far down and up the pairs' own part reaches, (k,) each, by size class, mixed with the prior."""
    reach = NormalDist().inv_cdf((1.0 + level) / 2.0)
    prior = reach * np.sqrt(PRIOR_OWN**2 * width.years + PRIOR_HOUSEHOLD**2 / (forecast + 1.0))
    misfits, sizes = own[misses.counted], np.log(misses.forecast[misses.counted] + HALF)
    fresh = np.broadcast_to(_freshness(len(own))[:, None], own.shape)[misses.counted]
    if not misfits.size:
        return prior, prior
    tail = (1.0 - level) / 2.0
    bins = int(np.clip(misfits.size // PER_BIN, 1, MOST_BINS)) if width.by_size else 1
    groups = np.array_split(np.argsort(sizes, kind="stable"), bins)
    centres = np.array([sizes[group].mean() for group in groups])
    quantiles = np.array([_weighted_quantiles(misfits[each], fresh[each], (tail, 1.0 - tail)) for each in groups])
    lower, upper = -quantiles[:, 0], quantiles[:, 1]
    at = np.log(forecast + HALF)
    weight = float(_freshness(len(own)).sum())
    weight = weight / (weight + PRIOR_VINTAGES)
    return _mixed(np.interp(at, centres, lower), prior, weight), _mixed(np.interp(at, centres, upper), prior, weight)


def _mixed(measured: Floats, prior: Floats, weight: float) -> Floats:
    return np.asarray(np.sqrt(weight * np.maximum(measured, 0.0) ** 2 + (1.0 - weight) * prior**2))


def _weighted_median(values: Floats, size: Floats, counted: Bools) -> float:
    if not counted.any():
        return 0.0
    values, weight = values[counted], np.sqrt(size[counted] + HALF)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2.0)])


def _freshness(vintages: int) -> Floats:
    """Weight of each vintage, the latest last: what happened lately says more about what comes."""
    return np.asarray(0.5 ** (np.arange(vintages)[::-1] / HALF_LIFE))


def _weighted_quantiles(values: Floats, weight: Floats, shares: tuple[float, ...]) -> Floats:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    places = np.searchsorted(reached, np.asarray(shares) * reached[-1])
    return np.asarray(values[order][np.minimum(places, values.size - 1)])
