"""The simplest alternatives. A model that loses to them does not deserve its name."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from qonys.engines.evaluation.rolling_origin import Forecast

Floats = NDArray[np.float64]

USUAL_YEARLY_ERROR = 0.004  # log; re-based five-year errors of constant growth: 2-3 % on average over countries
PRIOR_WORTH = 2.0  # past errors


def constant_growth(series: Mapping[int, float], horizon: int, window: int = 5, samples: int = 199) -> Forecast:
    """The growth of the last `window` years goes on for `horizon` more, plus or minus what that missed
    before.

    Its interval is normal on the log scale, with the root mean square of the errors that the same rule made
    at earlier dates and that were known at the cutoff.
    """
    normal = NormalDist()
    spread = np.array([normal.inv_cdf((i + 0.5) / samples) for i in range(samples)])

    def expected(cutoff: int, ahead: int) -> float:
        growth = np.log(series[cutoff] / series[cutoff - window]) / window
        return float(np.log(series[cutoff]) + growth * ahead)

    def sd(cutoff: int, ahead: int) -> float:
        origins = [year for year in series if year - window in series and year + ahead in series]
        known = [year for year in origins if year + ahead <= cutoff]
        squares = sum((np.log(series[year + ahead]) - expected(year, ahead)) ** 2 for year in known)
        usual = (USUAL_YEARLY_ERROR * ahead) ** 2
        return float(np.sqrt((squares + PRIOR_WORTH * usual) / (len(known) + PRIOR_WORTH)))

    def forecast(cutoff: int) -> Floats:
        steps = range(1, horizon + 1)
        return np.exp([expected(cutoff, ahead) + sd(cutoff, ahead) * spread for ahead in steps])

    return forecast
