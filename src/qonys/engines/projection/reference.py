"""The same projection, slow and obvious: one cell after the other, in plain Python.

Nothing here is fast and nothing should be. `deterministic.py` and `kernel.py` must agree with it, and a reader who
wants to know what Qonys computes should read this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.deterministic import Migration, Year, YearRates
from qonys.engines.vocabulary.sex import FEMALE, MALE

Floats = NDArray[np.float64]
MOST_WHO_CAN_LEAVE = 0.8


def project_one_year(start: Floats, rates: YearRates, migration: Migration = Migration.END) -> Year:
    """What `deterministic.project_one_year` does, cell by cell; without moves between territories."""
    territories, _, ages = start.shape
    oldest = ages - 1
    end, deaths, crossed = np.zeros_like(start), np.zeros_like(start), np.zeros_like(start)
    born = np.zeros((territories, 2))
    early_share = 0.5 if migration is Migration.EVEN else 0.0
    for r in range(territories):
        early = np.zeros((2, ages))
        women_before, women_after = np.zeros(ages), np.zeros(ages)
        for s in (MALE, FEMALE):
            for a in range(ages):
                early[s, a] = max(early_share * rates.net_migration[r, s, a], -start[r, s, a])
            for a in range(1, ages):
                cohort = start[r, s, a - 1] + early[s, a - 1]
                if a == oldest:
                    cohort += start[r, s, a] + early[s, a]
                survivors = cohort * rates.survival[r, s, a]
                late = (1 - early_share) * rates.net_migration[r, s, a]
                deaths[r, s, a] = cohort - survivors
                end[r, s, a] = survivors + max(late, -survivors)
                crossed[r, s, a] = early[s, a - 1] + (early[s, a] if a == oldest else 0.0) + max(late, -survivors)
                if s == FEMALE:
                    women_before[a] = start[r, s, a] + early[s, a]
                    women_after[a] = survivors + (late if migration is Migration.EVEN else 0.0)
        total = sum(rates.fertility[r, a] * (women_before[a] + women_after[a]) / 2 for a in range(1, oldest))
        born[r, FEMALE] = total / (1 + rates.sex_ratio_at_birth)
        born[r, MALE] = total - born[r, FEMALE]
        for s in (MALE, FEMALE):
            survivors = born[r, s] * rates.survival[r, s, 0]
            late = max((1 - early_share) * rates.net_migration[r, s, 0], -survivors)
            deaths[r, s, 0] = born[r, s] - survivors
            end[r, s, 0] = survivors + late
            crossed[r, s, 0] = late
    nobody = np.zeros_like(start)
    return Year(end, born, deaths, nobody, nobody, crossed)


@dataclass(frozen=True)
class Nation:
    """What happens to the nation in one year of one trajectory, chance included."""

    survival: Floats  # (2, A+1)
    fertility: Floats  # (A+1,)
    sex_ratio_at_birth: float
    immigrants: Floats  # (2, A+1)
    emigrants: Floats  # (2, A+1)


@dataclass(frozen=True)
class Territory:
    """How one territory differs in one year of one trajectory, chance included."""

    mortality: Floats  # (2, A+1), ratio of hazards
    fertility: Floats  # (A+1,), ratio of rates
    share_of_immigrants: Floats  # (2, A+1)
    propensity_to_emigrate: Floats  # (2, A+1)


@dataclass(frozen=True)
class Events:
    """One year, every event of every cell (R, 2, A+1); births at age 0."""

    end: Floats
    births: Floats
    deaths: Floats
    arrivals: Floats
    departures: Floats
    immigrants: Floats
    emigrants: Floats


def project_one_reconciled_year(
    start: Floats, nation: Nation, territories: Sequence[Territory], moves: Floats
) -> Events:
    """What one lane of `kernel.advance` does: R territories share the events of their nation.

    `start` (R, 2, A+1); `moves` (R, R, 2, A+1), probabilities at mid-year, chance included.
    """
    count, _, ages = start.shape
    oldest = ages - 1
    zero = np.zeros_like(start)
    e = Events(*(zero.copy() for _ in range(7)))
    present = zero.copy()
    for s in (MALE, FEMALE):
        for a in range(1, ages):
            older = [start[r, s, a - 1] + (start[r, s, a] if a == oldest else 0.0) for r in range(count)]
            hazard = -log(nation.survival[s, a])
            half = [exp(-0.5 * hazard * territories[r].mortality[s, a]) for r in range(count)]
            alive = [older[r] * half[r] for r in range(count)]
            for o in range(count):
                for d in range(count):
                    e.arrivals[d, s, a] += alive[o] * moves[o, d, s, a]
                    e.departures[o, s, a] += alive[o] * moves[o, d, s, a]
            wanted, room = [], []
            for r in range(count):
                balance = e.arrivals[r, s, a] - e.departures[r, s, a]
                wanted.append((older[r] - alive[r]) + (alive[r] + balance) * (1 - half[r]))
                room.append(older[r] + balance)
            shared = share(sum(older) * (1 - nation.survival[s, a]), wanted, room)
            for r in range(count):
                e.deaths[r, s, a] = shared[r]
                present[r, s, a] = room[r] - shared[r]
    _bear(start, present, nation, territories, e)
    for s in (MALE, FEMALE):
        newborn = [e.births[r, s, 0] for r in range(count)]
        frail = [newborn[r] * (1 - nation.survival[s, 0] ** territories[r].mortality[s, 0]) for r in range(count)]
        shared = share(sum(newborn) * (1 - nation.survival[s, 0]), frail, newborn)
        for r in range(count):
            e.deaths[r, s, 0] = shared[r]
            present[r, s, 0] = newborn[r] - shared[r]
    _cross_the_border(present, nation, territories, e)
    return e


def share(target: float, wanted: Sequence[float], room: Sequence[float]) -> list[float]:
    """Scale `wanted` to sum to `target`, no part above its room; what is cut goes where room is left."""
    asked = sum(wanted)
    factor = target / asked if asked > 0 else 0.0
    parts = [min(w * factor, most) for w, most in zip(wanted, room, strict=True)]
    short = sum(max(w * factor - most, 0.0) for w, most in zip(wanted, room, strict=True)) if asked > 0 else target
    spare = sum(most - part for part, most in zip(parts, room, strict=True))
    if short > 0 and spare > 0:
        parts = [p + min(short / spare, 1.0) * (most - p) for p, most in zip(parts, room, strict=True)]
    return parts


def _bear(start: Floats, present: Floats, nation: Nation, territories: Sequence[Territory], e: Events) -> None:
    """The nation's births, shared as the territories' own rates would have it."""
    count, _, ages = start.shape
    everywhere, own = 0.0, [0.0] * count
    for r in range(count):
        for a in range(1, ages - 1):
            women = (start[r, FEMALE, a] + present[r, FEMALE, a]) / 2
            everywhere += women * nation.fertility[a]
            own[r] += women * nation.fertility[a] * territories[r].fertility[a]
    for r in range(count):
        total = everywhere * own[r] / sum(own) if sum(own) > 0 else 0.0
        e.births[r, FEMALE, 0] = total / (1 + nation.sex_ratio_at_birth)
        e.births[r, MALE, 0] = total - e.births[r, FEMALE, 0]


def _cross_the_border(present: Floats, nation: Nation, territories: Sequence[Territory], e: Events) -> None:
    """The nation's emigrants leave and its immigrants join, each territory with its share."""
    count, _, ages = present.shape
    for s in (MALE, FEMALE):
        for a in range(ages):
            here = [present[r, s, a] for r in range(count)]
            wanted = [here[r] * territories[r].propensity_to_emigrate[s, a] for r in range(count)]
            room = [MOST_WHO_CAN_LEAVE * people for people in here]
            leaving = share(min(nation.emigrants[s, a], sum(room)), wanted, room)
            for r in range(count):
                e.emigrants[r, s, a] = leaving[r]
                e.immigrants[r, s, a] = nation.immigrants[s, a] * territories[r].share_of_immigrants[s, a]
                e.end[r, s, a] = here[r] + e.immigrants[r, s, a] - e.emigrants[r, s, a]
