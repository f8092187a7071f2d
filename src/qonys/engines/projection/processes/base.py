"""How many people there are to begin with is itself an estimate.

Half of the error of past United Nations projections five years ahead was there on the first day: the
population they started from was revised later by 2.0-2.3 % at the median country (WPP 2012-2019 against WPP
2024). Kazakhstan's own census of 2021 added 2 % overnight. Three independent doubts, all on the log scale: of
the nation's total, of each territory's total given the nation's, and of each territory's age structure, which
errs smoothly: an age heaped or missed drags its neighbours along.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.population import Population
from qonys.engines.vocabulary.rates import Doubt

Floats = NDArray[np.float64]

BLOCK = 250  # trajectories worked on at once
KNOTS = 10  # years of age between two independent errors of the age structure


def draw_base(base: Population, doubt: Doubt, streams: Streams, trajectories: int) -> Floats:
    """Possible base populations, shape (J, R, 2, ages), persons."""
    persons = base.values
    drawn = np.empty((trajectories, *persons.shape))
    for first in range(0, trajectories, BLOCK):
        last = min(first + BLOCK, trajectories)
        block = drawn[first:last]
        np.multiply(persons, _age_noise(base, doubt, streams, first // BLOCK, last - first), out=block)
        block *= _to_totals(base, doubt, streams, first // BLOCK, block)[:, :, None, None]
    return drawn


def _age_noise(base: Population, doubt: Doubt, streams: Streams, block: int, trajectories: int) -> Floats:
    """Smooth multipliers of each cell: (J, R, 2, ages)."""
    below, weight_below, weight_above = knot_weights(base.open_age + 1)
    knots = streams.normal(f"base/age/{block}", trajectories, len(base.territories), 2, int(below[-1]) + 2)
    # Two products, not a matrix product: its order of summation could depend on the number of threads.
    logs = knots[..., below] * weight_below
    logs += knots[..., below + 1] * weight_above
    logs *= doubt.base_age.sel(territory=list(base.territories)).values[:, None, None]
    return np.asarray(np.exp(logs, out=logs))


def knot_weights(ages: int) -> tuple[NDArray[np.int64], Floats, Floats]:
    """For each age the knot below it, and the weights of that knot and the next.

    Linear interpolation, scaled so that every age errs with the same variance.
    """
    age = np.arange(ages)
    above = (age % KNOTS) / KNOTS
    scale = np.sqrt(above**2 + (1.0 - above) ** 2)
    return age // KNOTS, (1.0 - above) / scale, above / scale


def _to_totals(base: Population, doubt: Doubt, streams: Streams, block: int, noisy: Floats) -> Floats:
    """Factors (J, R) that bring each territory to its drawn total, and these to the drawn nation."""
    territories = len(base.territories)
    noise = streams.normal(f"base/total/{block}", len(noisy), territories + 1)
    share_sd = doubt.base.sel(territory=list(base.territories)).values
    totals = base.values.sum(axis=(1, 2)) * np.exp(noise[:, 1:] * share_sd)
    nation = base.total * np.exp(noise[:, :1] * doubt.base_nation)
    totals *= nation / totals.sum(axis=1, keepdims=True)
    return np.asarray(totals / noisy.sum(axis=(2, 3)))
