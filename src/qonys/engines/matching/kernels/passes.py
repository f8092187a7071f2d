"""One pass over all families and places at given prices: who would go where, and who is torn.

A family's surplus at a place is its gain less the price of all it needs there. Families of the same need stand side
by side, so the price of a need is added up once for all of them, and the pass is as fast as memory delivers gains.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

_FAST = {"nnan", "nsz", "reassoc", "contract"}  # -inf is kept: it says "not allowed"


@numba.njit(cache=True, nogil=True)
def bar(gain, need, fresh, capacity):
    """Write -inf where a family is not allowed (NaN) or needs more than the place has at all."""
    n, places = gain.shape
    barred = np.zeros(places, dtype=np.bool_)
    for i in range(n):
        if fresh[i]:
            for r in range(places):
                barred[r] = False
                for k in range(need.shape[1]):
                    if need[i, k] > capacity[r, k] + 1e-9:
                        barred[r] = True
        for r in range(places):
            if barred[r] or np.isnan(gain[i, r]):
                gain[i, r] = -np.inf


@numba.njit(cache=True, nogil=True, fastmath=_FAST)
def _price_need(need, price, cost):
    cost[:] = 0.0
    for k in range(len(need)):
        amount = np.float32(need[k])
        if amount != 0.0:
            row = price[k]
            for r in range(len(cost)):
                cost[r] += amount * row[r]


@numba.njit(cache=True, nogil=True, fastmath=_FAST)
def choose(gain, need, fresh, price, first, last, chosen, surplus, used):
    """Families first..last-1: best place (-1: none is worth it), surplus there, and what is used of everything."""
    places = gain.shape[1]
    cost, value = np.empty(places, dtype=np.float32), np.empty(places, dtype=np.float32)
    total = 0.0
    for i in range(first, last):
        if fresh[i] or i == first:
            _price_need(need[i], price, cost)
        row = gain[i]
        best: Any = np.float32(0.0)
        for r in range(places):
            v = row[r] - cost[r]
            value[r] = v
            best = max(best, v)
        place = -1
        if best > 0.0:
            for r in range(places):
                if value[r] == best:
                    place = r
                    break
            for k in range(need.shape[1]):
                used[place, k] += need[i, k]
        chosen[i] = place
        surplus[i] = best
        total += best
    return total


@numba.njit(cache=True, nogil=True)
def margins(gain, need, fresh, price, margin):
    """How far each family's second best choice lies behind its best; staying unplaced is a choice worth 0."""
    n, places = gain.shape
    cost = np.empty(places, dtype=np.float32)
    for i in range(n):
        if fresh[i]:
            _price_need(need[i], price, cost)
        best: Any = np.float32(0.0)
        second: Any = np.float32(-np.inf)
        for r in range(places):
            v = gain[i, r] - cost[r]
            if v > best:
                best, second = v, best
            elif v > second:
                second = v
        margin[i] = best - second


@numba.njit(cache=True, nogil=True)
def options(gain, need, price, rows, width, most, counts, where, regret):
    """For each family of `rows` the places within `width` of its best, best first, at most `most` of them.

    where, regret: (len(rows), most), filled up to counts.
    """
    places = gain.shape[1]
    cost, value = np.empty(places, dtype=np.float32), np.empty(places, dtype=np.float32)
    for m in range(len(rows)):
        i = rows[m]
        _price_need(need[i], price, cost)
        best = np.float32(0.0)
        for r in range(places):
            value[r] = gain[i, r] - cost[r]
            best = max(best, value[r])
        found = 0
        for r in range(places):
            behind = best - value[r]
            if not behind <= width:
                continue
            at = min(found, most)  # insert where it belongs; the last falls out when there are too many
            while at > 0 and regret[m, at - 1] > behind:
                if at < most:
                    regret[m, at], where[m, at] = regret[m, at - 1], where[m, at - 1]
                at -= 1
            if at < most:
                regret[m, at], where[m, at] = behind, r
                found = min(found + 1, most)
        counts[m] = found


@numba.njit(cache=True, nogil=True)
def soften(gain, need, fresh, price, heat, first, last, used, curvature):
    """As `choose`, but families hesitate: a choice behind the best by `heat` is taken e times less often.

    Fills what is used (R, K) and how that changes with every price (R x K, R x K); answers the softened surpluses.
    """
    places, resources = gain.shape[1], need.shape[1]
    cost, value = np.empty(places, dtype=np.float32), np.empty(places, dtype=np.float32)
    where, part = np.empty(places, dtype=np.int64), np.empty(places)
    what = np.empty(resources, dtype=np.int64)
    total, reach = 0.0, np.float32(10.0 * heat)
    for i in range(first, last):
        if fresh[i] or i == first:
            _price_need(need[i], price, cost)
        best = np.float32(0.0)
        for r in range(places):
            value[r] = gain[i, r] - cost[r]
            best = max(best, value[r])
        edge, found, parts = best - reach, 0, np.exp(-np.float64(best) / heat)
        for r in range(places):
            if value[r] >= edge:
                where[found] = r
                part[found] = np.exp((np.float64(value[r]) - np.float64(best)) / heat)
                parts += part[found]
                found += 1
        total += np.float64(best) + heat * np.log(parts)
        needed = 0
        for k in range(resources):
            if need[i, k] != 0.0:
                what[needed] = k
                needed += 1
        for a in range(found):
            part[a] /= parts
            for e in range(needed):
                used[where[a], what[e]] += part[a] * need[i, what[e]]
        if found == 0 or (found == 1 and part[0] > 1 - 1e-6):
            continue
        for a in range(found):
            if part[a] < 1e-3:
                continue
            for b in range(found):
                if part[b] < 1e-3:
                    continue
                weight = ((part[a] if a == b else 0.0) - part[a] * part[b]) / heat
                for e in range(needed):
                    row, amount = where[a] * resources + what[e], weight * need[i, what[e]]
                    for f in range(needed):
                        curvature[row, where[b] * resources + what[f]] += amount * need[i, what[f]]
    return total
