"""What chance does to the nation's median rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.paths import NationalPaths
from qonys.engines.projection.processes.mortality import index_of
from qonys.engines.projection.processes.national_outlook import Outlook
from qonys.engines.projection.processes.series import Series
from qonys.engines.projection.processes.wander import Wander
from qonys.engines.projection.streams import Streams

Floats = NDArray[np.float64]


def national_paths(outlook: Outlook, streams: Streams, trajectories: int) -> NationalPaths:
    """One value per year and trajectory; the first n trajectories do not depend on how many follow.

    The widths learned from past errors of total population apply to births and flows, which made those
    errors; total population says next to nothing about mortality, whose spread stays as fitted.
    """
    births, lives, moves = outlook.fertility, outlook.mortality, outlook.migration
    fertility = _noise(outlook, births.latest, streams, "fertility", trajectories, 0.0)[..., 0]
    mortality = _noise(outlook, lives.latest[0], streams, "mortality", trajectories, lives.sex_correlation)
    flows = _noise(outlook, moves.immigrants.latest, streams, "external_migration", trajectories, moves.correlation)
    return NationalPaths(
        fertility=np.exp(_widened(outlook, births.process, fertility)),
        mortality_index=index_of(lives.median, lives.shape, _stray(outlook, lives.process, mortality)),
        mortality_shape=lives.shape,
        immigrants=np.exp(_widened(outlook, moves.immigrants.process, flows[..., 0])),
        emigrants=np.exp(_widened(outlook, moves.emigrants.process, flows[..., 1])),
    )


def _noise(
    outlook: Outlook, latest: Series, streams: Streams, name: str, trajectories: int, correlation: float
) -> Floats:
    """Two correlated standard normal series from the year after `latest` on, shape (years, J, 2)."""
    steps = outlook.last_year - 1 - latest.last
    pair = streams.normal(f"national/{name}", trajectories, steps, 2)
    pair[..., 1] = correlation * pair[..., 0] + np.sqrt(1.0 - correlation**2) * pair[..., 1]
    return np.moveaxis(pair, 0, 1)


def _stray(outlook: Outlook, process: Wander, noise: Floats) -> Floats:
    """Deviations in the outlook's own years, without those between the last registered year and the first."""
    return process.simulate(noise)[-outlook.years :]


def _widened(outlook: Outlook, process: Wander, noise: Floats) -> Floats:
    """Deviations as wide as past errors say they must be."""
    fitted = process.deviation_sd(len(noise))[-outlook.years :]
    return _stray(outlook, process, noise) * outlook.widths.by_year(fitted)[:, None]
