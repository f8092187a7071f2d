"""What a place is worth to a type of family: adults in work there after a year, and still there after five."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.evaluation.outcomes.pooling import Chances
from qonys.engines.evaluation.outcomes.staying import retention

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Gains:
    """Types x places. `value`: adults of one family expected in work at twelve months and there after five years."""

    value: Floats
    work: Floats
    stays: Floats  # after each year: types x places x years


def gains(work: Chances, stays_a_year: Chances, adults: Floats) -> Gains:
    """`stays_a_year`: types x places x years. Who works there after a year has stayed it: that is not asked twice."""
    stays = retention(stays_a_year.chance)
    later = stays[..., -1] / np.maximum(stays[..., 0], 1e-9)
    return Gains(adults[:, None] * work.chance * later, work.chance, stays)
