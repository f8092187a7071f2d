"""Boundary splits: a late territory and the one it came from, and a crosswalk that gives both a past.

The past of a split territory is its parent's, divided as the first year after the split divides it. The moves
between the two were inside the parent then; they keep the share of the nation they have in that first year. All
such cells are estimates (`known` is False).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from qonys.engines.flows import periods
from qonys.engines.flows.faults import Fault, Kind
from qonys.engines.flows.history import Floats, History, matrix, pair_positions

LOST_BY_PARENT = 0.35  # share of the new territory's flows with third ones that a parent must have lost


def undo_splits(history: History) -> tuple[History, list[Fault]]:
    """The same history on the boundaries of the last period."""
    late = np.flatnonzero(history.since > 0)
    if not late.size:
        return history, []
    count = len(history.regions)
    table = matrix(history.flows, count)
    known = matrix(history.known.astype(float), count) > 0
    parent, faults = history.parent.copy(), []
    for child in late[np.argsort(-history.since[late], kind="stable")]:  # the latest first: boundaries go back in time
        begin = int(history.since[child])
        old = np.flatnonzero(history.since < begin)
        parent[child], lost = _parent(table, int(child), old, begin, history.per_year)
        _give_a_past(table, int(child), int(parent[child]), begin, history.per_year)
        known[:begin, child], known[:begin, :, child] = False, False
        if parent[child] >= 0:
            known[:begin, parent[child]], known[:begin, :, parent[child]] = False, False
            faults.append(_fault(history, int(child), int(parent[child]), lost))
    origin, destination = pair_positions(count)
    flows, published = table[:, origin, destination], known[:, origin, destination]
    return replace(history, flows=flows, known=published, parent=parent), faults


def _parent(table: Floats, child: int, old: np.ndarray, begin: int, per_year: int) -> tuple[int, float]:
    """The territory that lost what the child has, and the share of it it lost; -1 where nobody did."""
    after = table[begin : begin + per_year].sum(axis=0)
    before = table[max(begin - per_year, 0) : begin].sum(axis=0) * min(
        1.0, len(table[begin : begin + per_year]) / per_year
    )
    third = np.ix_(old, old)
    now, then = _turnover(after[third]), _turnover(before[third])
    # What everybody else's flows did among themselves is what the candidate's would have done.
    others_now, others_then = after[third].sum() - now, before[third].sum() - then
    growth = np.divide(others_now, others_then, out=np.zeros_like(now), where=others_then > 0)
    gained = float(after[child, old].sum() + after[old, child].sum())
    lost = (growth * then - now) / max(gained, 1e-300)
    if not lost.size:
        return -1, 0.0
    best = int(np.argmax(lost))
    return (int(old[best]), float(lost[best])) if lost[best] >= LOST_BY_PARENT else (-1, float(lost[best]))


def _turnover(table: Floats) -> Floats:
    return np.asarray(table.sum(axis=0) + table.sum(axis=1))


def _give_a_past(table: Floats, child: int, parent: int, begin: int, per_year: int) -> None:
    """Fill the child's flows before `begin` in place, taking them from the parent if there is one."""
    after = table[begin : begin + per_year].sum(axis=0)
    past = table[:begin]
    nation = past.sum(axis=(1, 2))
    share = after / max(after.sum(), 1e-300)
    if parent < 0:
        # Nobody's loss: the file did not cover it. What it would have had, were its share of the others constant.
        outside = 1.0 - share[child].sum() - share[:, child].sum()
        scale = nation / max(outside, 1e-9)
        past[:, child], past[:, :, child] = scale[:, None] * share[child], scale[:, None] * share[:, child]
        return
    for out_of in (True, False):
        mine, theirs = (after[child], after[parent]) if out_of else (after[:, child], after[:, parent])
        part = np.divide(mine, mine + theirs, out=np.zeros_like(mine), where=mine + theirs > 0)
        flows = past[:, parent] if out_of else past[:, :, parent]
        moved = flows * part
        moved[:, [child, parent]] = 0.0
        if out_of:
            past[:, child], past[:, parent] = moved, flows - moved
        else:
            past[:, :, child], past[:, :, parent] = moved, flows - moved
    between = share[parent, child], share[child, parent]
    scale = nation / max(1.0 - sum(between), 1e-9)
    past[:, parent, child], past[:, child, parent] = scale * between[0], scale * between[1]


def _fault(history: History, child: int, parent: int, lost: float) -> Fault:
    begin = periods.name(history.first + int(history.since[child]), history.per_year)
    found = f"Split from {history.regions[parent]}, which lost {min(lost, 1.0):.0%} of the new territory's flows."
    done = "Both have a past by the shares of the first year after the split; their intervals are wider."
    return Fault(Kind.BOUNDARY_SPLIT, begin, history.regions[child], history.regions[parent], found, done, 0)
