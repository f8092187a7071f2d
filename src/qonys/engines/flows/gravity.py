"""Origin-destination flows where only arrivals and departures are published. Always an estimate, never a count.

How far apart two territories are, and how many may be reached on the way, says how likely a move between them is
(Stouffer's intervening opportunities, American Sociological Review 1940, beside the gravity model's distance); raking
makes the flows add up to what was published. Doubt is found by shaking the first guess as much as such guesses are
wrong where the truth is known, and raking it again: a pair that its margins leave no choice keeps little doubt, one
among many alike keeps much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qonys.engines.flows.history import Floats, Ints, matrix, pair_positions
from qonys.engines.flows.two_margins import rake
from qonys.engines.vocabulary.errors import MissingCell, SumsDisagree

# Exponents of distance and of the opportunities on the way, and the distance below which it no longer decides. Found on
# moves between the 16 provinces of Korea (Statistics Korea, 1998-2020): 22 % of the moves end on a wrong pair with
# distances between where people live, 28 % with those between centres. Gravity alone: 39 %, raked 25 and 29 %.
DISTANCE, OPPORTUNITIES = 0.5, 0.6
NEAREST_KM = 50.0
STATIC_DECAY = 1.2  # of the gravity model alone, the best one there
# Spread (log) of true flows around the guess before raking takes part of it back, for gravity and for a table of the
# same country, per root of the years it is old. Same provinces and years.
DOUBT_OF_GRAVITY = 0.50
DOUBT_OF_PRIOR = 0.045
LEAST = 0.05  # moves; what the prior table shows as nobody may be somebody now
CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Estimate:
    """Flows (n,) of all ordered pairs with their 80 % interval, and the static gravity model's beside them."""

    flows: Floats
    low: Floats
    high: Floats
    static: Floats  # (n,) gravity alone, scaled to the total: what the method is measured against


@dataclass(frozen=True)
class Prior:
    """A table (n,) of another year and how many years away it is."""

    flows: Floats
    years: float


def estimate(
    departures: Floats,
    arrivals: Floats,
    distance_km: Floats | None,
    known: Floats | None = None,
    prior: Prior | None = None,
    draws: int = 200,
    seed: int = 2026,
) -> Estimate:
    """Flows from margins (R,) with one total and distances (n,), or a prior table instead of them.

    `known` (n,) holds flows that were counted, NaN elsewhere: they are kept as they are. Raises SumsDisagree where
    nothing can add up.
    """
    count = departures.size
    origin, destination = pair_positions(count)
    counted = np.full(origin.size, np.nan) if known is None else known
    fixed = np.isfinite(counted)
    rest_out, rest_in = _left(departures, counted, origin), _left(arrivals, counted, destination)

    def filled(guess: Floats) -> Floats:
        raked = rake(matrix(np.where(fixed, 0.0, guess), count), rest_out, rest_in)
        return np.where(fixed, np.nan_to_num(counted), raked[..., origin, destination])

    guess, doubt = _first_guess(departures, arrivals, distance_km, prior)
    flows = filled(guess)
    luck = np.random.default_rng(seed).standard_normal((draws, origin.size))
    low, high = np.quantile(_in_parts(filled, guess, doubt, luck), [0.1, 0.9], axis=0)
    apart = np.full(origin.size, NEAREST_KM) if distance_km is None else distance_km
    return Estimate(flows, np.minimum(low, flows), np.maximum(high, flows), _static(departures, arrivals, apart))


def _first_guess(
    departures: Floats, arrivals: Floats, distance_km: Floats | None, prior: Prior | None
) -> tuple[Floats, float]:
    if prior is not None:
        return prior.flows + LEAST, DOUBT_OF_PRIOR * float(np.sqrt(max(prior.years, 1.0)))
    if distance_km is None:
        raise MissingCell("neither distances nor an earlier table are given.", remedy="Give one of them.")
    origin, destination = pair_positions(departures.size)
    apart = matrix(distance_km, departures.size)
    on_the_way = _opportunities(apart, arrivals)
    hindrance = np.maximum(distance_km, NEAREST_KM) ** DISTANCE
    hindrance = hindrance * (on_the_way + on_the_way.T)[origin, destination] ** OPPORTUNITIES
    guess = departures[origin] * arrivals[destination] / np.maximum(hindrance, 1e-300)
    return guess * (departures.sum() / max(float(guess.sum()), 1e-300)), DOUBT_OF_GRAVITY


def _opportunities(apart: Floats, arrivals: Floats) -> Floats:
    """Arrivals in all territories not farther from the origin than the destination, itself included, (R, R)."""
    found = np.ones_like(apart)
    for origin in range(len(apart)):
        others = np.delete(np.arange(len(apart)), origin)
        order = others[np.argsort(apart[origin, others], kind="stable")]
        found[origin, order] = np.maximum(np.cumsum(arrivals[order]), 1.0)
    return found


def _static(departures: Floats, arrivals: Floats, distance_km: Floats) -> Floats:
    """What leaves times what arrives over a power of the distance, scaled to the total and to nothing else."""
    origin, destination = pair_positions(departures.size)
    pull = departures[origin] * arrivals[destination] / np.maximum(distance_km, NEAREST_KM) ** STATIC_DECAY
    return np.asarray(pull * (departures.sum() / max(float(pull.sum()), 1e-300)))


def _in_parts(filled: Callable[[Floats], Floats], guess: Floats, doubt: float, luck: Floats) -> Floats:
    """Rake the shaken guesses a few at a time: a table of all draws may not fit into memory."""
    size = max(1, CELLS_AT_ONCE // guess.size)
    parts = [luck[start : start + size] for start in range(0, len(luck), size)]
    return np.concatenate([filled(guess * np.exp(doubt * part)) for part in parts])


def _left(margin: Floats, known: Floats, side: Ints) -> Floats:
    """What the margin leaves to the pairs that are not known."""
    left = margin - np.bincount(side, weights=np.nan_to_num(known), minlength=margin.size)
    if (left < -1e-9 * np.maximum(margin, 1.0)).any():
        raise SumsDisagree(
            "the known flows of a territory are more than all its moves.",
            value=float(left.min()),
            remedy="Check that the known flows and the totals are of one year and one definition.",
        )
    return np.maximum(left, 0.0)
