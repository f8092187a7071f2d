"""What chance does to the territories, given the nation.

The nation's path is what all territories share. On top of it each territory has its own deviation, in two
parts: what the estimate of today's pattern may have got wrong (constant in time, as large as the estimate's
doubt) and how patterns drift apart (a first-order autoregression that starts at zero). Deviations are taken
about their mean over territories, so that they shift shares, not the nation; only mobility has a common part,
how much the country as a whole is on the move.

Arrivals and departures are not two independent accidents. Whatever makes a territory's people register more
moves, or move more, raises both; what decides its growth is the balance between the two, and that is steadier
than either. So migration deviates in two ways: mobility, which raises both sides, and balance, which raises
one side as it lowers the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.projection.paths import RegionalPaths
from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.rates import Doubt

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

BLOCK = 500  # trajectories drawn at once, from one stream: another size draws other numbers


@dataclass(frozen=True)
class Drift:
    """Log deviation of a territory: yearly memory, and the standard deviation it tends to."""

    memory: float
    lasting_sd: float
    common: float = 0.0  # share of the variance that all territories have in common

    @property
    def innovation_sd(self) -> float:
        return self.lasting_sd * float(np.sqrt(1.0 - self.memory**2))


# Sizes. Crude birth rates of Kazakhstan's regions keep their rank for decades while their ratios to the nation move
# by about a tenth. Counts of registered moves moved by 25-45 % from year to year in 2022-2024 with the rules of
# registration, while the log of arrivals per departure moved by 0.03 (standard deviation over 20 regions).
FERTILITY = Drift(memory=0.97, lasting_sd=0.12)
MORTALITY = Drift(memory=0.97, lasting_sd=0.08)
MOBILITY = Drift(memory=0.92, lasting_sd=0.35, common=0.7)
# Sized on what the regions' shares of the nation did: carrying on the trend of the last five years missed the share
# after 5, 10 and 15 years by 5, 10 and 9 % (root mean square over 16 territories on one list, cutoffs 2005-2018,
# Bureau of National Statistics, population 2000-2023).
BALANCE = Drift(memory=0.92, lasting_sd=0.26)
BALANCE_TODAY = 0.07  # how wrong today's balance may be: net moves are published, so less than their level


def regional_paths(
    doubt: Doubt, streams: Streams, trajectories: int, territories: tuple[str, ...], years: int
) -> RegionalPaths:
    """Multipliers (T, J, R) around each territory's median; ones where the country has a single territory."""
    if len(territories) < 2:
        alone = np.ones((years, trajectories, len(territories)), dtype=np.float32)
        return RegionalPaths(alone, alone, alone, alone)

    def of(uncertain: xr.DataArray) -> Floats:
        return np.asarray(uncertain.sel(territory=list(territories)).values, dtype=np.float64)

    def draw(name: str, drift: Drift, today_sd: Floats) -> Singles:
        return _multipliers(streams, f"regional/{name}", drift, today_sd, trajectories, years)

    mobility = draw("mobility", MOBILITY, of(doubt.internal_migration))
    balance: Singles = np.sqrt(draw("balance", BALANCE, np.full(len(territories), BALANCE_TODAY)))
    return RegionalPaths(
        fertility=draw("fertility", FERTILITY, of(doubt.fertility)),
        mortality=draw("mortality", MORTALITY, of(doubt.mortality)),
        departures=np.asarray(mobility / balance, dtype=np.float32),
        arrivals=np.asarray(_about_one(mobility) * balance, dtype=np.float32),
    )


def _about_one(multipliers: Singles) -> Singles:
    """Without the part all territories have in common, which a move must feel only once."""
    return np.asarray(multipliers / np.exp(np.log(multipliers).mean(axis=-1, keepdims=True)), dtype=np.float32)


def _multipliers(streams: Streams, name: str, drift: Drift, level_sd: Floats, trajectories: int, years: int) -> Singles:
    """Blocks keep the memory small; each has its own stream, so that a longer run begins with a shorter."""
    result = np.empty((years, trajectories, len(level_sd)), dtype=np.float32)
    for first in range(0, trajectories, BLOCK):
        last = min(first + BLOCK, trajectories)
        noise = streams.normal(f"{name}/{first // BLOCK}", last - first, years + 1, len(level_sd) + 1)
        np.exp(_log_deviations(noise, drift, level_sd), out=result[:, first:last])
    return result


def _log_deviations(noise: Floats, drift: Drift, level_sd: Floats) -> Singles:
    """From standard normal `noise` (J, T+1, R+1): year 0 is today's doubt, territory 0 the common part."""
    own = noise[..., 1:] - noise[..., 1:].mean(axis=-1, keepdims=True)
    own *= np.sqrt((1.0 - drift.common) * len(level_sd) / (len(level_sd) - 1))
    shocks = own + np.sqrt(drift.common) * noise[..., :1]
    level = shocks[:, 0] * level_sd
    deviation = np.zeros_like(level)
    logs = np.empty((noise.shape[1] - 1, *level.shape), dtype=np.float32)
    for year in range(len(logs)):
        deviation = drift.memory * deviation + drift.innovation_sd * shocks[:, year + 1]
        logs[year] = level + deviation
    return logs
