"""Which territories people come to from abroad, and which they leave for abroad.

Where nothing is published by territory, people at an age leave from where people of that age live. People
who come choose a place together with their family, so all ages share one split: by population weighted with
the ages at which people move (Rogers and Castro 1981).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.estimation.rogers_castro import mover_profile

Floats = NDArray[np.float64]


def immigrant_shares(people: Floats) -> Floats:
    """Share of each territory in the nation's immigrants (territory, sex, age), from (territory, 2, age)."""
    movers = (people * mover_profile(people.shape[2] - 1, students=False)).sum(axis=(1, 2))
    return np.asarray(np.broadcast_to((movers / movers.sum())[:, None, None], people.shape).copy())


def emigrant_shares(people: Floats) -> Floats:
    """Share of each territory in the nation's emigrants (territory, sex, age), from (territory, 2, age)."""
    nation = people.sum(axis=0)
    overall = people.sum(axis=(1, 2)) / people.sum()
    even = np.broadcast_to(overall[:, None, None], people.shape)
    return np.where(nation > 0, people / np.maximum(nation, 1e-300), even)
