"""The noise floor: what even a forecaster who knew every rate would miss, because moving is a matter of chance.

Counts scatter around their expectation; in registers a household moves as one, in surveys a few hundred interviews
stand for a country. The scatter of a pair shows itself in a rise one year being taken back the next.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qonys.engines.flows.history import Floats, History

MEAN_OF_NORMAL = float(np.sqrt(2.0 / np.pi))  # mean absolute deviation of a standard normal variable


@dataclass(frozen=True)
class NoiseFloor:
    """Shares of all moves: the mean absolute error nobody can avoid, and persistence's, which holds it twice."""

    dispersion: float  # variance of a count over its expectation; 1 is Poisson's
    unavoidable: float
    persistence: float

    @property
    def relative(self) -> float:
        """The lowest error relative to persistence that can be hoped for."""
        return self.unavoidable / self.persistence if self.persistence > 0 else 1.0


def noise_floor(history: History) -> NoiseFloor | None:
    """None where the history is too short to tell scatter from change."""
    lag = history.per_year
    if history.length < 3 * lag + 1:
        return None
    usual = history.flows[-3 * lag :].mean(axis=0)
    dispersion = _dispersion(history)
    unavoidable = MEAN_OF_NORMAL * np.sqrt(dispersion * usual).sum() / max(float(usual.sum()), 1e-300)
    changes = np.abs(history.flows[lag:] - history.flows[:-lag]).sum() / max(float(history.flows[lag:].sum()), 1e-300)
    return NoiseFloor(dispersion, min(float(unavoidable), float(changes)), float(changes))


def _dispersion(history: History) -> float:
    """From the covariance of neighbouring yearly changes: noise of variance v in the levels makes it -v."""
    lag = history.per_year
    share = history.flows / np.maximum(history.nation[:, None], 1e-300) * history.nation[-1]
    changes = share[lag:] - share[:-lag]
    taken_back: Floats = -(changes[lag:] * changes[:-lag]).mean(axis=0)
    usual = share.mean(axis=0)
    counted = usual > 0
    if not counted.any():
        return 1.0
    # The median pair, not the mean: a few large pairs have real ups and downs.
    return max(1.0, float(np.median(taken_back[counted] / usual[counted])))
