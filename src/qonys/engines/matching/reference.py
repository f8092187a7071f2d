"""Every plan tried in turn: slow, obvious, and only for a handful of families. And the plans made without an engine."""

from __future__ import annotations

from itertools import product

import numpy as np

from qonys.engines.matching.problem import UNPLACED, Placement, Places


def best(problem: Placement) -> tuple[float, Places]:
    """The best of all plans."""
    n, places, _ = problem.shape
    found, value = None, -np.inf
    for choice in product(range(UNPLACED, places), repeat=n):
        place = np.array(choice, dtype=np.int32)
        if problem.allows(place) and (now := problem.value(place)) > value:
            found, value = place, now
    assert found is not None  # nobody placed is a plan, unless the locks do not fit, which a Placement refuses
    return value, found
