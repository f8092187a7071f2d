"""Neighbourhood search on whole families: one moves in, whoever stands in its way goes elsewhere, and the plan cools.

A move: a family is drawn, and one of its places. If there is no room, families there that hold what it lacks leave
(at most three) and each goes to the best of its places with room, or nowhere. Better plans are kept, worse ones with
the chance exp(change / heat); all else is undone. Places are divided in two sides, and a search touches the families
and rows of its own side only: two of them run at once and cannot meet, so the result does not depend on who is first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np

MOST_LEAVE = 3
TRIES = 24  # families looked at for one that could leave
COOLS = 1_000  # moves at one heat


class Options(NamedTuple):
    """Where each family could go: columns start[i]..start[i+1]-1, best first."""

    start: Any
    where: Any  # place of a column
    worth: Any  # gain of a column


class Needs(NamedTuple):
    """What each family needs: entries start[i]..start[i+1]-1."""

    start: Any
    what: Any
    amount: Any


class Standing(NamedTuple):
    """Who stands where."""

    at: Any  # (m,), column or -1
    free: Any  # (R, K)
    members: Any  # (R, most a place ever holds), families
    slot: Any  # (m,), position among the members
    count: Any  # (R,)


@numba.njit(cache=True)
def _draw(state):
    """A number of 53 bits (xorshift64)."""
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return x >> np.uint64(11)


@numba.njit(cache=True)
def _below(state, n):
    return np.int64(_draw(state) % np.uint64(n))


@numba.njit(cache=True)
def _share(state):
    return np.float64(_draw(state)) * 1.1102230246251565e-16


@numba.njit(cache=True)
def _fits(needs, i, free):
    for e in range(needs.start[i], needs.start[i + 1]):  # noqa: SIM110 (Numba compiles no generators)
        if needs.amount[e] > free[needs.what[e]] + 1e-9:
            return False
    return True


@numba.njit(cache=True)
def leave(i, options, needs, now):
    """Family i goes; answers the column where it stood."""
    old = now.at[i]
    r = options.where[old]
    for e in range(needs.start[i], needs.start[i + 1]):
        now.free[r, needs.what[e]] += needs.amount[e]
    last = now.members[r, now.count[r] - 1]
    now.members[r, now.slot[i]] = last
    now.slot[last] = now.slot[i]
    now.count[r] -= 1
    now.at[i] = -1
    return old


@numba.njit(cache=True)
def enter(i, column, options, needs, now):
    """Family i comes; whoever calls knows that there is room."""
    r = options.where[column]
    for e in range(needs.start[i], needs.start[i + 1]):
        now.free[r, needs.what[e]] -= needs.amount[e]
    now.members[r, now.count[r]] = i
    now.slot[i] = now.count[r]
    now.count[r] += 1
    now.at[i] = column


@numba.njit(cache=True)
def _stands_in_the_way(i, j, needs, free):
    """j holds something of which i lacks."""
    for e in range(needs.start[i], needs.start[i + 1]):
        k = needs.what[e]
        if needs.amount[e] > free[k] + 1e-9:
            for f in range(needs.start[j], needs.start[j + 1]):
                if needs.what[f] == k:
                    return True
    return False


@numba.njit(cache=True)
def _home(i, options, needs, now, side, mine):
    """The column of most gain with room for i; -1 if none is left."""
    best, found = 0.0, -1
    for c in range(options.start[i], options.start[i + 1]):
        r = options.where[c]
        if options.worth[c] > best and side[r] == mine and _fits(needs, i, now.free[r]):
            best, found = options.worth[c], c
    return found


@numba.njit(cache=True)
def _make_room(i, r, options, needs, now, state, out, was):
    """Let families of r leave until i fits: how many left, negative if it does not fit even so."""
    gone = 0
    first = _below(state, max(now.count[r], 1))
    for t in range(min(now.count[r], TRIES)):
        if now.count[r] == 0 or gone == MOST_LEAVE:
            break
        j = now.members[r, (first + t) % now.count[r]]
        if _stands_in_the_way(i, j, needs, now.free[r]):
            out[gone], was[gone] = j, leave(j, options, needs, now)
            gone += 1
            if _fits(needs, i, now.free[r]):
                return gone
    return -gone - 1


@numba.njit(cache=True)
def _undo(i, old, gone, out, was, options, needs, now):
    if now.at[i] >= 0:
        leave(i, options, needs, now)
    for g in range(gone):
        if now.at[out[g]] >= 0:
            leave(out[g], options, needs, now)
    for g in range(gone):
        enter(out[g], was[g], options, needs, now)
    if old >= 0:
        enter(i, old, options, needs, now)


@numba.njit(cache=True, nogil=True)
def anneal(options, needs, now, side, mine, movable, moves, hot, cold, seed):
    """Try `moves` moves of the families `movable` on one side; answers what the plan gained."""
    state = np.array([seed], dtype=np.uint64)
    for _ in range(8):
        _draw(state)
    out, was = np.empty(MOST_LEAVE, dtype=np.int64), np.empty(MOST_LEAVE, dtype=np.int64)
    gained, heat = 0.0, hot
    cool = (cold / hot) ** (COOLS / max(moves, 1))
    for m in range(moves):
        if m % COOLS == COOLS - 1:
            heat *= cool
        i = movable[_below(state, len(movable))]
        width = options.start[i + 1] - options.start[i]
        if width == 0:
            continue
        c = options.start[i] + np.int64(width * _share(state) ** 1.5)
        r = options.where[c]
        if c == now.at[i] or side[r] != mine:
            continue
        old = now.at[i]
        change = options.worth[c]
        if old >= 0:
            change -= options.worth[old]
            leave(i, options, needs, now)
        gone = 0
        if not _fits(needs, i, now.free[r]):
            gone = _make_room(i, r, options, needs, now, state, out, was)
        if gone >= 0:
            enter(i, c, options, needs, now)
            for g in range(gone):
                change -= options.worth[was[g]]
                home = _home(out[g], options, needs, now, side, mine)
                if home >= 0:
                    change += options.worth[home]
                    enter(out[g], home, options, needs, now)
            if change >= 0 or _share(state) < np.exp(change / heat):
                gained += change
                continue
        _undo(i, old, gone if gone >= 0 else -gone - 1, out, was, options, needs, now)
    return gained


@numba.njit(cache=True, nogil=True)
def settle(columns, family, options, needs, now):
    """Each column in turn, if its family stands nowhere yet, there is room, and it is worth something."""
    for c in columns:
        i = family[c]
        if now.at[i] < 0 and options.worth[c] >= 0 and _fits(needs, i, now.free[options.where[c]]):
            enter(i, c, options, needs, now)
