"""The methods that compete. Each forecasts from many cut-offs at once, using nothing after any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qonys.engines.flows import growth, seasonal
from qonys.engines.flows.history import Floats, History
from qonys.engines.flows.smoothing import smoothing

# From a history, the positions of the cut-offs (V,) and the number of steps H to forecasts (V, H, n).
Method = Callable[[History, Sequence[int], int], Floats]


@dataclass(frozen=True)
class Candidate:
    name: str
    forecast: Method
    prior: float  # weight before any evidence; those of one list sum to one


PERSISTENCE = "persistence"


def persistence(history: History, cutoffs: Sequence[int], steps: int) -> Floats:
    """The last known value of the same season: a year ago, or simply the last one in yearly data."""
    lag = history.per_year
    ahead = np.arange(steps) % lag
    positions = np.asarray(cutoffs)[:, None] - (lag - 1) + ahead[None]
    # A history shorter than a year has no season: then it is the last period.
    positions = np.where(positions >= 0, positions, np.asarray(cutoffs)[:, None])
    return np.asarray(history.flows[positions])


def yearly() -> tuple[Candidate, ...]:
    """For yearly data. The first is the one all others are measured against; it starts with half of all weight."""
    others = (
        ("convergence", growth.convergence, 0.30),
        ("momentum", growth.momentum, 0.04),
        ("long_run_growth", growth.long_run, 0.04),
        ("counterflow", growth.counterflow, 0.03),
        ("smoothing_85", smoothing(0.85), 0.03),
        ("smoothing_70", smoothing(0.70), 0.03),
        ("smoothing_45", smoothing(0.45), 0.03),
    )
    return (Candidate(PERSISTENCE, persistence, 0.5), *(Candidate(*each) for each in others))


def subannual() -> tuple[Candidate, ...]:
    """For quarters and months; the first is the same season a year before."""
    share = 0.5 / len(seasonal.METHODS)
    others = (Candidate(name, method, share) for name, method in seasonal.METHODS)
    return (Candidate(PERSISTENCE, persistence, 0.5), *others)


def for_history(history: History) -> tuple[Candidate, ...]:
    return yearly() if history.per_year == 1 else subannual()
