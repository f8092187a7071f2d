"""The same in the words of the definitions, slowly: what the fast ones are compared with."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from qonys.engines.evaluation.outcomes.pooling import COMMON_SD, STEP_SD, Design, Floats, Trials


def most_likely_chances(trials: Trials, design: Design, place_sd: float, cell_sd: float) -> Floats:
    """The posterior mode for given spreads, by a general optimiser, term by term."""
    types, places = trials.of.shape
    steps = len(design.lowest)

    def parts(x: Floats) -> tuple[float, Floats, Floats, Floats]:
        here = 1 + steps
        return x[0], x[1:here], x[here : here + places], x[here + places :].reshape(types, places)

    def logit(x: Floats, t: int, p: int) -> float:
        common, step, place, cell = parts(x)
        return float(design.expected[t, p] + common + design.steps[t, p] @ step + place[p] + cell[t, p])

    def loss(x: Floats) -> float:
        common, step, place, cell = parts(x)
        total = common**2 / (2 * COMMON_SD**2) + (step**2).sum() / (2 * STEP_SD**2)
        total += (place**2).sum() / (2 * place_sd**2) + (cell**2).sum() / (2 * cell_sd**2)
        for t in range(types):
            for p in range(places):
                z = logit(x, t, p)
                total += trials.of[t, p] * math.log1p(math.exp(z)) - trials.happened[t, p] * z
        return float(total)

    free = (None, None)
    bounds = [free, *((low if np.isfinite(low) else None, None) for low in design.lowest)]
    bounds += [free] * (places + types * places)
    start = np.zeros(len(bounds))
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds, options={"maxiter": 5000, "maxfun": 200000}).x
    return np.array([[1 / (1 + math.exp(-logit(found, t, p))) for p in range(places)] for t in range(types)])


def still_there(years: Sequence[int], left: Sequence[bool]) -> list[float]:
    """Kaplan and Meier from single families: whole years followed, and whether it left at the end of them."""
    shares, share = [], 1.0
    for year in range(1, max(years) + 1):
        there = sum(followed >= year for followed in years)
        gone = sum(followed == year and away for followed, away in zip(years, left, strict=True))
        share *= 1 - gone / there
        shares.append(share)
    return shares
