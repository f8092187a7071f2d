"""The measures of a scenario as a projection meets them: births that policy adds, and moves that close a year.

Both are events with their accounts. Who is born is counted among births, dies at the nation's rate within the year or
is one of the people at its end. Who leaves one place arrives in another or abroad, in the same sex and age, and is
counted among arrivals, departures, immigrants or emigrants. The balancing equation holds with them as without.

`reference.py` says the same cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection import kernel
from qonys.engines.projection.levers.effect import Move
from qonys.engines.projection.trajectories import Lanes
from qonys.engines.vocabulary.sex import FEMALE

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Steering:
    """Implements `trajectories.Measures`."""

    local_fertility: Floats | None  # (T, J, R), factors on the births of single territories
    moves: tuple[Move, ...]

    def settle(
        self, t: int, lanes: Lanes, nation: kernel.Nation, chance: kernel.Chance
    ) -> Callable[[int, int, Floats, Floats, Floats], None] | None:
        births = self._births(t, lanes, nation, chance)
        moves = self._moves(t, lanes)
        return partial(_settle, births, moves) if births or moves else None

    def _births(
        self, t: int, lanes: Lanes, nation: kernel.Nation, chance: kernel.Chance
    ) -> tuple[Floats | float, ...] | None:
        """Factors (B, R, L), infant survival (2, B, L) and the share of girls."""
        if self.local_fertility is None:
            return None
        index = np.moveaxis(chance.index, 1, 0)
        alive = np.exp(-nation.hazard[:, 0, None, None] * np.exp(chance.shape[:, 0, None, None] * index))
        return lanes.spread(self.local_fertility[t]), alive, float(nation.girls_share)

    def _moves(self, t: int, lanes: Lanes) -> tuple[NDArray[np.int64] | Floats, ...] | None:
        """Origins and destinations (P,), ages (P, 2, A+1), persons (B, P, L)."""
        active = [move for move in self.moves if move.persons[t].any()]
        if not active:
            return None
        return (
            np.array([move.origin for move in active]),
            np.array([move.destination for move in active]),
            np.stack([move.ages for move in active]),
            lanes.spread(np.stack([move.persons[t] for move in active], axis=1)),
        )


def _settle(
    births: tuple[Any, ...] | None, moves: tuple[Any, ...] | None,
    first: int, last: int, people: Floats, totals: Floats, cells: Floats,
) -> None:  # fmt: skip
    if births:
        factor, alive, girls_share = births
        _bear(first, last, people, factor, alive, girls_share, totals, cells)
    if moves:
        origins, destinations, ages, persons = moves
        _move(first, last, people, origins, destinations, ages, persons, totals, cells)


@numba.njit(cache=True, nogil=True)
def _bear(
    first: int, last: int, people: Any, factor: Any, alive: Any, girls_share: float, totals: Any, cells: Any
) -> None:
    """Multiply the year's births of each territory by its factor; the others keep theirs to the bit.

    people: (B, 2, A+1, R, L), totals (B, R + 1, TOTALS, L) and cells as in `kernel.advance`
    factor: (B, R, L); alive: (2, B, L), the nation's chance to live from birth to the end of the year
    """
    territories, lanes = people.shape[3:]
    for b in range(first, last):
        for k in range(lanes):
            usual, added = totals[b, territories, kernel.BIRTHS, k], 0.0
            for r in range(territories):
                more = totals[b, r, kernel.BIRTHS, k] * (factor[b, r, k] - 1.0)
                added += more
                totals[b, r, kernel.BIRTHS, k] += more
                totals[b, r, kernel.FERTILITY, k] *= factor[b, r, k]
                for s in range(2):
                    born = more * (girls_share if s == FEMALE else 1.0 - girls_share)
                    # Fewer births take away no more infants than there are.
                    living = max(born * alive[s, b, k], -people[b, s, 0, r, k])
                    people[b, s, 0, r, k] += living
                    totals[b, r, kernel.DEATHS, k] += born - living
                    totals[b, territories, kernel.DEATHS, k] += born - living
                    if cells.shape[0] > 0:
                        cells[b, kernel.CELL_BIRTHS, s, 0, r, k] += born
                        cells[b, kernel.CELL_DEATHS, s, 0, r, k] += born - living
            totals[b, territories, kernel.BIRTHS, k] += added
            if usual > 0.0:
                totals[b, territories, kernel.FERTILITY, k] *= 1.0 + added / usual


@numba.njit(cache=True, nogil=True)
def _move(
    first: int,
    last: int,
    people: Any,
    origins: Any,
    destinations: Any,
    ages: Any,
    persons: Any,
    totals: Any,
    cells: Any,
) -> None:
    """Move persons[b, p] x ages[p] from origin to destination in blocks first..last-1, a negative place being abroad.

    people: (B, 2, A+1, R, L), totals (B, R + 1, TOTALS, L) and cells as in `kernel.advance`
    origins, destinations: (P,); ages: (P, 2, A+1); persons: (B, P, L)
    """
    territories, lanes = people.shape[3:]
    left = np.empty((territories, lanes))
    moved = np.empty((len(origins), lanes))
    for b in range(first, last):
        moved[:] = 0.0
        for s in range(2):
            for a in range(people.shape[2]):
                _shorten(people[b, s, a], origins, ages[:, s, a], persons[b], left)
                for p in range(len(origins)):
                    share, o, d = ages[p, s, a], origins[p], destinations[p]
                    if share == 0.0:
                        continue
                    for k in range(lanes):
                        who = share * persons[b, p, k]
                        if o >= 0:
                            who *= left[o, k]
                            people[b, s, a, o, k] -= who
                        if d >= 0:
                            people[b, s, a, d, k] += who
                        moved[p, k] += who
                        if cells.shape[0] > 0:
                            if o >= 0:
                                leaves = kernel.CELL_DEPARTURES if d >= 0 else kernel.CELL_EMIGRANTS
                                cells[b, leaves, s, a, o, k] += who
                            if d >= 0:
                                comes = kernel.CELL_ARRIVALS if o >= 0 else kernel.CELL_IMMIGRANTS
                                cells[b, comes, s, a, d, k] += who
        _count(moved, origins, destinations, totals[b])


@numba.njit(cache=True)
def _shorten(people: Any, origins: Any, shares: Any, persons: Any, left: Any) -> None:
    """How much of the planned departures (R, L) can be had: nobody moves who is not there."""
    territories, lanes = people.shape
    left[:] = 0.0
    for p in range(len(origins)):
        if origins[p] >= 0 and shares[p] > 0.0:
            for k in range(lanes):
                left[origins[p], k] += shares[p] * persons[p, k]
    for r in range(territories):
        for k in range(lanes):
            most = kernel.MOST_WHO_CAN_LEAVE * people[r, k]
            left[r, k] = most / left[r, k] if left[r, k] > most else 1.0


@numba.njit(cache=True)
def _count(moved: Any, origins: Any, destinations: Any, totals: Any) -> None:
    """Add each move (P, L) to the totals (R + 1, TOTALS, L) of both its ends and of the nation."""
    nation = totals.shape[0] - 1
    for p in range(len(origins)):
        o, d = origins[p], destinations[p]
        for k in range(moved.shape[1]):
            if o >= 0:
                leaves = kernel.DEPARTURES if d >= 0 else kernel.EMIGRANTS
                totals[o, leaves, k] += moved[p, k]
                totals[nation, leaves, k] += moved[p, k]
            if d >= 0:
                comes = kernel.ARRIVALS if o >= 0 else kernel.IMMIGRANTS
                totals[d, comes, k] += moved[p, k]
                totals[nation, comes, k] += moved[p, k]
