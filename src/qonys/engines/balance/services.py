"""Services: what people need by age, and what there is of it. Everything linear in people is counted in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.vocabulary.age import AgeGroup

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Service:
    """Units each person of the given ages needs."""

    key: str
    ages: AgeGroup
    per_person: float

    def weights(self, ages: int) -> Floats:
        """(2, ages)"""
        return np.asarray(by_age(self.ages, ages) * self.per_person)


@dataclass(frozen=True)
class Capacity:
    """What R territories have on 1 January of `first_year`, and what each of T years adds (minus: takes away)."""

    first_year: int
    base: Floats  # (R,)
    added: Floats  # (T, R); years past the last are like the last

    def on(self, year: int, base_doubt: Floats, added_doubt: Floats) -> Floats:
        """(R, J) on 1 January of the year; the doubts are log errors (R, J) that stay with a trajectory."""
        steps = year - self.first_year
        within = self.added[:steps].sum(axis=0)
        beyond = max(steps - len(self.added), 0) * self.added[-1]
        grown = (within + beyond)[:, None] * np.exp(added_doubt)
        return np.asarray(np.maximum(self.base[:, None] * np.exp(base_doubt) + grown, 0.0))


def by_age(group: AgeGroup, ages: int) -> Floats:
    """One for the ages of the group, of both sexes, else zero: (2, ages)."""
    inside = np.zeros((2, ages))
    inside[:, group.covers(ages - 1)] = 1.0
    return inside


def count(people: Floats, weights: Sequence[Floats]) -> Floats:
    """Each weighting (2, ages) summed over the people (2, ages, J): (K, J).

    A plain sum, not a matrix product, whose order of summation could depend on the number of threads.
    """
    flat = np.stack(weights).reshape(len(weights), -1)
    return np.asarray(np.einsum("ka,aj->kj", flat, people.reshape(flat.shape[1], -1), optimize=False))
