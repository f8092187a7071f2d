"""Shares to whole persons: everybody gets the whole part, the largest remainders get the rest, no bound is broken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.allocation.problem import SLACK, QuotaProblem
from qonys.engines.vocabulary.errors import SumsDisagree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SUM_SLACK = 1e-3  # of a person: what the rounding of two linear programs may take from a national sum


def largest_remainders(shares: Floats, total: int, lower: Ints, upper: Ints) -> Ints:
    """Whole numbers (n,) that sum to `total` exactly, each within its bounds and as near its share as that allows.

    Hamilton's method; where remainders are equal the first comes first. Raises SumsDisagree if no such numbers exist.
    """
    if not int(lower.sum()) <= total <= int(upper.sum()):
        raise SumsDisagree(
            "the total lies outside what the bounds add up to.",
            value=(int(lower.sum()), total, int(upper.sum())),
            remedy="Change the total or the bounds.",
        )
    whole = np.clip(np.floor(shares + SLACK).astype(np.int64), lower, upper)
    while (missing := total - int(whole.sum())) != 0:
        step = 1 if missing > 0 else -1
        want = step * (shares - whole)
        want[whole >= upper if step > 0 else whole <= lower] = -np.inf
        movable = np.isfinite(want)
        chosen = np.argsort(-want, kind="stable")[: min(abs(missing), int(movable.sum()))]
        whole[chosen] += step
    return whole


def whole_persons(problem: QuotaProblem, shares: Floats) -> Ints:
    """Whole persons (S, R) for the optimum: each stream keeps its national sum wherever a place can take one more.

    What several streams gave up together, each less than a person, goes to lines where a whole one is still missing.
    """
    whole = np.maximum(np.floor(shares + SLACK).astype(np.int64), problem.lower)
    remainder = shares - whole
    missing = np.floor(shares.sum(axis=1) + SUM_SLACK).astype(np.int64) - whole.sum(axis=1)
    order = [np.unravel_index(i, shares.shape) for i in np.argsort(-remainder, axis=None, kind="stable")]
    lines = [(int(s), int(r)) for s, r in order]
    for s, r in lines:
        if missing[s] > 0 and _takes_one_more(problem, whole, s, r):
            whole[s, r] += 1
            missing[s] -= 1
    for s, r in lines:
        while problem.fills[s] > 0 and _takes_one_more(problem, whole, s, r, entirely=True):
            whole[s, r] += 1
    return whole


def _takes_one_more(problem: QuotaProblem, whole: Ints, stream: int, territory: int, *, entirely: bool = False) -> bool:
    """Bounds hold with one more person there, and that person still fills something (or nothing else: `entirely`)."""
    if whole[stream, territory] >= problem.upper[stream, territory]:
        return False
    purpose = problem.purpose[stream]
    missing = problem.shortage[purpose, territory] - problem.filled(whole)[purpose, territory]
    if missing <= SLACK or (entirely and missing < problem.fills[stream] - SLACK):
        return False
    trial = whole.copy()
    trial[stream, territory] += 1
    spare = all(
        used[territory] <= resource.spare[territory] + SLACK
        for resource, used in zip(problem.resources, problem.used(trial), strict=True)
    )
    return spare and all(trial[limit.streams].sum() <= limit.persons + SLACK for limit in problem.limits)
