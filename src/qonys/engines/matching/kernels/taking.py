"""Placements made without prices: the largest gain first, or in the order families stand in."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def _best(gain, need, free):
    """The place of most gain that has room, -1 if none."""
    best, found = 0.0, -1
    for r in range(len(gain)):
        if gain[r] > best:
            room = True
            for k in range(len(need)):
                if need[k] > free[r, k] + 1e-9:
                    room = False
                    break
            if room:
                best, found = gain[r], r
    return found


@numba.njit(cache=True, nogil=True)
def in_order(order, gain, need, free, place):
    """Each unplaced family in turn to the place of most gain that has room; `free` and `place` are overwritten."""
    for i in order:
        if place[i] < 0:
            found = _best(gain[i], need[i], free)
            if found >= 0:
                place[i] = found
                for k in range(need.shape[1]):
                    free[found, k] -= need[i, k]


@numba.njit(cache=True, nogil=True)
def by_gain(gain, need, free, place):
    """Of all families and places with room the pair of most gain, again and again.

    Room only shrinks: a family whose place filled up meanwhile is asked again, and stands further back.
    """
    heap = [(-1.0, 0, 0) for _ in range(0)]
    for i in range(len(gain)):
        found = _best(gain[i], need[i], free)
        if found >= 0:
            heap.append((-np.float64(gain[i, found]), i, found))
    heapify(heap)
    while len(heap) > 0:
        _, i, r = heappop(heap)
        room = True
        for k in range(need.shape[1]):
            if need[i, k] > free[r, k] + 1e-9:
                room = False
                break
        if room:
            place[i] = r
            for k in range(need.shape[1]):
                free[r, k] -= need[i, k]
        else:
            found = _best(gain[i], need[i], free)
            if found >= 0:
                heappush(heap, (-np.float64(gain[i, found]), i, found))
