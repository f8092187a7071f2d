"""How wide the intervals must be, learned from the errors that past projections really made.

The processes fitted to a country's own series explain ordinary years. Breaks (an exodus, a baby boom nobody
foresaw) are rare in any one series, so their share of the error is learned from forecasts: the same method is
put back to earlier years, its errors of total population are measured in units of its own standard deviation,
and the deviations of the next forecast are multiplied by what those errors call for.

Rule for the forecast of year `now` and horizon h, a weighted mean of squares:

    factor(h)^2 = (PRIOR_WORTH prior(h)^2 + sum k z^2) / (PRIOR_WORTH + sum k)
    k = 0.5 ** (age / HALF_LIFE) / h

over past forecasts of horizon h whose outcome was known by `now`; `age` is how long it has been known, and
the division by h is because forecasts from consecutive years share h - 1 of their h years. No outcome in the
country later than `now` enters, so the rule may be put to a rolling test as it stands.

The prior comes from outside: prior(h) is PRIOR_FACTORS, or as much more as the forecast's own standard
deviation falls short of the errors of past United Nations projections.

What was chosen by looking at the very series the rolling test scores, so that its coverage is not quite that of a
stranger: PRIOR_FACTORS; in `migration.py` that a net flow fades, how much turnover stands behind it, and the width
the flows' prior gives them; the bounds on memory and momentum in `wander.py`'s priors; and that where nothing is
published fertility settles half-way between the country's past and 2.1. Consecutive forecasts overlap: sixty cutoffs
are worth some five independent ones at fifteen years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HORIZONS = (5, 10, 15)  # years ahead
PRIOR_FACTORS = (1.5, 1.6, 1.8)
# Standard deviation of log total population that the median error of WPP 2012-2019 against WPP 2024 implies
# over some 200 countries, each projection moved to the revised starting population: 1.32, 2.60 and 3.62 %
# after 5, 10 and 15 years, over 0.6745. Measured in 2024: in a rolling test this one figure is later than the
# cutoff.
EX_POST_SD = (0.0196, 0.0386, 0.0537)
PRIOR_WORTH = 2.0  # independent past forecasts
HALF_LIFE = 10.0  # years


@dataclass(frozen=True)
class PastError:
    """How far a forecast of total population made on 1 January `cutoff` missed, `horizon` years later.

    `standardised`: log of observed over median, in units of the uncalibrated forecast's own standard
    deviation.
    """

    cutoff: int
    horizon: int
    standardised: float

    @property
    def known(self) -> int:
        """The year from which this error can be known."""
        return self.cutoff + self.horizon


@dataclass(frozen=True)
class Widths:
    """Multipliers of the log deviations of fertility and external flows, by years ahead; linear between the
    horizons, constant outside."""

    horizons: tuple[int, ...]
    factors: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.horizons) != len(self.factors) or not self.horizons or min(self.factors) <= 0:
            raise ValueError(f"Every horizon needs one positive factor, got {self.horizons} and {self.factors}.")

    def by_year(self, deviation_sd: Floats) -> Floats:
        """Factors 1, 2, ... years ahead for a process of that standard deviation (years,), same shape.

        Beyond the last horizon nothing could be learned: the interval keeps the width it has reached until
        the process by itself is wider, and never narrows.
        """
        ahead = np.arange(1, len(deviation_sd) + 1)
        factors = np.interp(ahead, self.horizons, self.factors)
        last = min(self.horizons[-1], len(ahead)) - 1
        beyond = ahead > self.horizons[-1]
        reached = factors[last] * deviation_sd[last]
        grown = np.maximum(reached, deviation_sd * min(self.factors[-1], 1.0))
        return np.asarray(np.where(beyond, grown / np.maximum(deviation_sd, 1e-12), factors))


UNCALIBRATED = Widths((1,), (1.0,))
PRIOR_WIDTHS = Widths(HORIZONS, PRIOR_FACTORS)


def learn_widths(errors: Iterable[PastError], now: int, expected_sd: Mapping[int, float] | None = None) -> Widths:
    """The widths a forecast made on 1 January `now` must have.

    `expected_sd`: by horizon, the standard deviation of log total population in that forecast, uncalibrated.
    """
    known = [error for error in errors if error.known <= now]
    factors = []
    for horizon, least, ex_post in zip(HORIZONS, PRIOR_FACTORS, EX_POST_SD, strict=True):
        own = (expected_sd or {}).get(horizon, 0.0)
        prior = max(least, ex_post / own) if own > 0 else least
        factors.append(_factor([error for error in known if error.horizon == horizon], prior, now))
    return Widths(HORIZONS, tuple(factors))


def _factor(errors: list[PastError], prior: float, now: int) -> float:
    weights = [0.5 ** ((now - error.known) / HALF_LIFE) / error.horizon for error in errors]
    squares = sum(weight * error.standardised**2 for weight, error in zip(weights, errors, strict=True))
    return float(np.sqrt((PRIOR_WORTH * prior**2 + squares) / (PRIOR_WORTH + sum(weights))))
