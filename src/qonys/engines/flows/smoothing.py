"""Simple exponential smoothing of shares: for records where one year's pair is mostly sampling noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from qonys.engines.flows.history import Floats, History


def smoothing(weight: float) -> Callable[[History, Sequence[int], int], Floats]:
    """The method with that weight of the latest period."""
    return lambda history, cutoffs, steps: smoothed_shares(history, cutoffs, steps, weight)


def smoothed_shares(history: History, cutoffs: Sequence[int], steps: int, weight: float) -> Floats:
    """The level of the last period, shared as a moving average of all shares so far; `weight` is the latest's."""
    share = history.flows / np.maximum(history.nation[:, None], 1e-300)
    level = share[0].copy()
    at: dict[int, Floats] = {0: level}
    for t in range(1, max(cutoffs) + 1):
        level = level + weight * (share[t] - level)
        at[t] = level
    made = np.stack([at[cutoff] * (history.nation[cutoff] / max(at[cutoff].sum(), 1e-300)) for cutoff in cutoffs])
    return np.repeat(made[:, None], steps, axis=1)
