"""One year's families to the places that have room for them: by gain, and a few by lot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from qonys.engines.matching import Budget, Placement, solve

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

NOWHERE = -1
QUICK = Budget(seconds=0.02)  # of a search over a few hundred families: a number of moves, not of seconds
Solve = Callable[[Floats, Floats, Floats], Numbers]  # gain, need, room -> place of each family, or NOWHERE


@dataclass(frozen=True)
class Placed:
    """Of the families asked about: where to, by lot or not, and with which chance the lot sent it there."""

    place: Numbers  # NOWHERE: it waits
    by_lot: NDArray[np.bool_]
    propensity: Floats


def place_year(
    gain: Floats, need: Floats, room: Floats, drawn: NDArray[np.bool_], order: Floats, place_by: Solve
) -> Placed:
    """`gain`: families x places; `room`: places x resources, never exceeded.

    Families drawn for the lot go first, each to any place that has room for it, all with the same chance; what is left
    is filled by gain.
    """
    left = room.copy()
    place, chance = np.full(len(gain), NOWHERE), np.ones(len(gain))
    for family in np.flatnonzero(drawn):
        open_ = np.flatnonzero((left >= need[family]).all(axis=1))
        if len(open_):
            place[family], chance[family] = open_[np.argmin(order[family, open_])], 1 / len(open_)
            left[place[family]] -= need[family]
    others = np.flatnonzero(~drawn)
    place[others] = place_by(gain[others], need[others], left)
    return Placed(place, drawn & (place != NOWHERE), chance)


def by_plan(gain: Floats, need: Floats, room: Floats) -> Numbers:
    """The best placement under the room there is: as many families as fit come before any gain.

    Families of one type are alike here, so one small integer program over types and places is exact.
    """
    families, places = gain.shape
    if not families:
        return np.full(0, NOWHERE)
    _, first, type_, count = np.unique(
        np.hstack([gain, need]), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    alike, needed = gain[first], need[first]
    found = milp(
        -(alike + 1.0).ravel(),  # a gain is at most the adults of a family: none is left out for a better place
        constraints=LinearConstraint(_program(needed, places), -np.inf, np.concatenate([count, room.ravel()])),
        integrality=np.ones(alike.size),
        bounds=Bounds(0, np.inf),
        options={"mip_rel_gap": 1e-6},
    )
    counts = np.rint(found.x).astype(np.int64).reshape(alike.shape)
    place = np.full(families, NOWHERE)
    for each, sent in enumerate(counts):
        those = np.flatnonzero(type_.ravel() == each)
        place[those[: sent.sum()]] = np.repeat(np.arange(places), sent)
    return place


def _program(need: Floats, places: int) -> csr_array:
    """Rows: families of each type, then every resource of every place; columns: types in places."""
    types, resources = need.shape
    each_type = csr_array(np.kron(np.eye(types), np.ones(places)))
    each_room = csr_array(np.einsum("tr,pq->prtq", need, np.eye(places)).reshape(places * resources, types * places))
    return vstack([each_type, each_room]).tocsr()


def by_engine(gain: Floats, need: Floats, room: Floats) -> Numbers:
    """By the placement engine, as the office places: family by family, with a short search."""
    if not len(gain):
        return np.full(0, NOWHERE)
    plan = solve(Placement(gain + 1.0, need, room), budget=QUICK)
    return plan.place.astype(np.int64)
