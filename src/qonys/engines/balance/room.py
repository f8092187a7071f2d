"""How many more people a territory can take in, and what stops it first.

Infrastructure first: nobody is invited to a place without a job, a dwelling and a school place. Each of these, divided
by what one newcomer needs of it, is a number of people; the smallest is the room, and its name is the bottleneck.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Resource:
    """What is spare of one thing in R territories, and how much of it one newcomer takes."""

    spare: Floats  # (R, J), units that newcomers can get; below zero counts as none
    per_newcomer: float
    assurance: float  # the share of trajectories in which as much must be spare before it is promised, 0..1

    @property
    def people(self) -> Floats:
        """(R, J)"""
        return np.maximum(self.spare, 0.0) / self.per_newcomer


@dataclass(frozen=True)
class Room:
    """Along the first axis of each array the resources in the order of `resources`."""

    resources: tuple[str, ...]
    spare: Floats  # (K, R), units that can be promised
    people: Floats  # (K, R), people there is room for with the asked-for assurance
    binds: Floats  # (K, R), probability that this resource stops first; sums to one over resources

    @property
    def least(self) -> Floats:
        """(R,), people every single resource has room for with the asked-for assurance."""
        return np.asarray(self.people.min(axis=0))

    def bottleneck(self, territory: int) -> str:
        """The resource most likely to stop first."""
        return self.resources[int(self.binds[:, territory].argmax())]


def room(resources: Mapping[str, Resource]) -> Room:
    """The room of every territory; where two resources stop at once the first named counts."""
    each = list(resources.values())
    people = np.stack([resource.people for resource in each])
    first = people.argmin(axis=0)
    binds = np.stack([(first == k).mean(axis=-1) for k in range(len(people))])
    promised = np.stack([np.quantile(p, 1.0 - r.assurance, axis=-1) for p, r in zip(people, each, strict=True)])
    needed = np.array([resource.per_newcomer for resource in each])
    return Room(tuple(resources), promised * needed[:, None], promised, binds)
