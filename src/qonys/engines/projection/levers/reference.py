"""What `settling.py` does, slow and obvious: one trajectory, one year, one cell after the other, in plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.levers.effect import ABROAD
from qonys.engines.vocabulary.sex import FEMALE, MALE

Floats = NDArray[np.float64]
MOST_WHO_CAN_LEAVE = 0.8


@dataclass(frozen=True)
class Added:
    """People at the end of the year and the events that policy added, each (R, 2, A+1); births at age 0."""

    end: Floats
    births: Floats
    deaths: Floats
    arrivals: Floats
    departures: Floats
    immigrants: Floats
    emigrants: Floats


def close_year(
    people: Floats,
    born: Sequence[float],
    factors: Sequence[float],
    infant_survival: Sequence[float],
    girls_share: float,
    moves: Sequence[tuple[int, int, Floats, float]],
) -> Added:
    """`people` (R, 2, A+1) before policy; `born`, `factors` by territory; moves: origin, destination, ages, persons."""
    e = Added(people.copy(), *(np.zeros_like(people) for _ in range(6)))
    for r, factor in enumerate(factors):
        for s in (MALE, FEMALE):
            more = born[r] * (factor - 1) * (girls_share if s == FEMALE else 1 - girls_share)
            living = max(more * infant_survival[s], -people[r, s, 0])
            e.births[r, s, 0] += more
            e.deaths[r, s, 0] += more - living
            e.end[r, s, 0] += living
    here = e.end.copy()
    for s in (MALE, FEMALE):
        for a in range(people.shape[2]):
            for origin, destination, ages, persons in moves:
                who = persons * ages[s, a]
                if origin != ABROAD:
                    planned = sum(each[3] * each[2][s, a] for each in moves if each[0] == origin)
                    most = MOST_WHO_CAN_LEAVE * here[origin, s, a]
                    who *= min(1.0, most / planned) if planned > 0 else 1.0
                    (e.emigrants if destination == ABROAD else e.departures)[origin, s, a] += who
                    e.end[origin, s, a] -= who
                if destination != ABROAD:
                    (e.immigrants if origin == ABROAD else e.arrivals)[destination, s, a] += who
                    e.end[destination, s, a] += who
    return e
