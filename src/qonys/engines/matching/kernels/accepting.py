"""Deferred acceptance: families ask in the order of their wishes, places keep those they rank highest, with room."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(cache=True)
def _sink(heap, size):
    """Bring the top of a heap down to where it belongs; the lowest in rank (the largest number) stands on top."""
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            return
        if child + 1 < size and heap[child + 1] > heap[child]:
            child += 1
        if heap[child] <= heap[at]:
            return
        heap[at], heap[child] = heap[child], heap[at]
        at = child


@numba.njit(cache=True)
def _rise(heap, size):
    at = size - 1
    while at > 0 and heap[at] > heap[(at - 1) // 2]:
        heap[at], heap[(at - 1) // 2] = heap[(at - 1) // 2], heap[at]
        at = (at - 1) // 2


@numba.njit(cache=True)
def _crowded(room):
    for k in range(len(room)):  # noqa: SIM110 (Numba compiles no generators)
        if room[k] < -1e-9:
            return True
    return False


@numba.njit(cache=True)
def _fits(need, room):
    for k in range(len(room)):  # noqa: SIM110 (Numba compiles no generators)
        if need[k] > room[k] + 1e-9:
            return False
    return True


@numba.njit(cache=True, nogil=True)
def accept(wish, rank, need, room, most, place):
    """Fills `place` (n,). wish (n, L) places, -1 at the end; rank (R, n), 0 is first; room (R, K) is overwritten.

    `most`: how many a place can ever hold at once, one who asks included. A heap holds rank x n + family, so that
    comparing two families reads no table of ranks.
    """
    n, length = wish.shape
    heaps = np.empty((len(room), most), dtype=np.int64)
    size = np.zeros(len(room), dtype=np.int64)
    asked = np.zeros(n, dtype=np.int64)
    waiting = np.arange(n - 1, -1, -1)
    left = n
    place[:] = -1
    while left > 0:
        left -= 1
        i = waiting[left]
        if asked[i] == length or wish[i, asked[i]] < 0:
            continue
        r = wish[i, asked[i]]
        asked[i] += 1
        heap, own = heaps[r], np.int64(rank[r, i]) * n + i
        if size[r] > 0 and own > heap[0] and not _fits(need[i], room[r]):
            waiting[left] = i  # the lowest of all, and too many: asks the next at once
            left += 1
            continue
        heap[size[r]] = own
        size[r] += 1
        _rise(heap, size[r])
        place[i] = r
        for k in range(need.shape[1]):
            room[r, k] -= need[i, k]
        while _crowded(room[r]):
            j = heap[0] % n
            size[r] -= 1
            heap[0] = heap[size[r]]
            _sink(heap, size[r])
            for k in range(need.shape[1]):
                room[r, k] += need[j, k]
            place[j] = -1
            waiting[left] = j
            left += 1


@numba.njit(cache=True, nogil=True)
def envy(wish, rank, need, capacity, place, start, ranks, taken, blocks):
    """Marks in `blocks` (n, L) the wishes that stand before the place a family has and have room for it.

    Members of place r, by rank: ranks[start[r]:start[r + 1]]; taken[start[r] + r + m]: what the first m of them need.
    """
    n, length = wish.shape
    for i in range(n):
        for at in range(length):
            r = wish[i, at]
            if r < 0 or r == place[i]:
                break
            first, last = start[r], start[r + 1]
            while first < last:  # how many stand there whom the place ranks higher
                middle = (first + last) // 2
                if ranks[middle] < rank[r, i]:
                    first = middle + 1
                else:
                    last = middle
            fits = True
            for k in range(need.shape[1]):
                if taken[first + r, k] + need[i, k] > capacity[r, k] + 1e-9:
                    fits = False
                    break
            blocks[i, at] = fits
