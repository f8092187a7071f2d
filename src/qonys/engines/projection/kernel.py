"""The compiled step of many trajectories at once: one year of R territories.

The order of events is that of `reference.py`, which says the same cell by cell and is what the tests compare with:

    survive half a year -> move between territories -> survive half a year -> bear -> migrate abroad

and each event is reconciled with the nation as it happens: the nation's rates, applied to the nation's people, say how
many die, are born and leave; territories share that total in proportion to what their own rates give. Events are
adjusted, never populations, so the balancing equation stays true in every cell of every trajectory.

Layout. Trajectories travel in lanes, the last axis of every array, so that one load of a rate serves all lanes and the
compiler fills its vector registers. A block of lanes is (2 sexes, A+1 ages, R territories, L lanes): everything about
one sex and age fits the cache. Compiled without the GIL: the caller runs some blocks per thread. Each lane
is computed alone and in a fixed order, so the number of threads cannot change a byte.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np

MOST_WHO_CAN_LEAVE = 0.8  # share of a cell that may emigrate or move in one year (the ceiling bayesPop uses)

# Positions in the axis of a block's `totals`.
BIRTHS, DEATHS, ARRIVALS, DEPARTURES, IMMIGRANTS, EMIGRANTS, FERTILITY, LIFE_MALE, LIFE_FEMALE = range(9)
TOTALS = 9

# Positions in the axis of `cells`, kept only when the caller asks for every event.
CELL_DEATHS, CELL_ARRIVALS, CELL_DEPARTURES, CELL_IMMIGRANTS, CELL_EMIGRANTS, CELL_BIRTHS = range(6)
CELLS = 6

_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # ln 2 in two parts, so r keeps its bits
_TAYLOR = tuple(1.0 / float(np.prod(np.arange(1, k + 1))) for k in range(13, -1, -1))


@numba.njit(cache=True)
def exponentiate(x, scale, bits):
    """Replace `x` (rows, lanes) by exp(x), to an error of about one unit in the last place.

    Written out because the compiler can vectorise this loop but not a call to the library's exp. `bits` is the
    integer view of `scale`: 2**n is made by writing n into the exponent of a float.
    """
    rows, lanes = x.shape
    for i in range(rows):
        for k in range(lanes):
            power = max(min(x[i, k], 700.0), -700.0)
            n = np.floor(power * _LOG2_E + 0.5)
            r = (power - n * _LN2_HIGH) - n * _LN2_LOW
            bits[i, k] = (np.int64(n) + 1023) << 52
            series = _TAYLOR[0]
            for c in _TAYLOR[1:]:
                series = series * r + c
            x[i, k] = series
        for k in range(lanes):
            x[i, k] *= scale[i, k]


class Nation(NamedTuple):
    """The nation's rates of one year."""

    hazard: Any  # (2, A+1), of dying before the end of the year, by arrival age
    fertility: Any  # (A+1,)
    girls_share: Any  # of births
    immigrants: Any  # (2, A+1), persons
    emigrants: Any  # (2, A+1), persons


class Pattern(NamedTuple):
    """How R territories differ, the same every year."""

    hazard: Any  # (2, A+1, R), ratio to the nation's
    fertility: Any  # (A+1, R), ratio to the nation's
    moves: Any  # (2, A+1, R origins, R destinations)
    moves_back: Any  # the same, (2, A+1, R destinations, R origins)
    immigrants: Any  # (2, A+1, R), share of the nation's
    emigrants: Any  # (2, A+1, R), propensity to leave, up to a factor


class Chance(NamedTuple):
    """What chance does in one year, in B blocks of L lanes."""

    shape: Any  # (2, A+1), of the mortality index
    fertility: Any  # (B, L)
    index: Any  # (B, 2, L)
    immigrants: Any  # (B, L)
    emigrants: Any  # (B, L)
    local_fertility: Any  # (B, R, L)
    local_hazard: Any  # (B, R, L)
    departures: Any  # (B, R, L)
    arrivals: Any  # (B, R, L)


class Work(NamedTuple):
    """Scratch space of one thread: (R, L) unless said otherwise."""

    older: Any
    mid: Any
    movers: Any
    arrivals: Any
    departures: Any
    deaths: Any
    present: Any
    emigrating: Any
    immigrating: Any
    own: Any  # births by the territories' own rates
    rates: Any  # total fertility
    born: Any  # (2, R, L)
    half: Any  # (R + 1, L), half-year survival; the nation's hazard last
    scale: Any  # (R + 1, L)
    bits: Any  # the same memory as integers
    life: Any  # (2, R + 1, L), years of life from an age on, per survivor to the age before
    alive: Any  # (L,), the nation's survival
    everywhere: Any  # (L,), births by the nation's rates
    target: Any  # (L,)
    factor: Any  # (L,)
    short: Any  # (L,)
    spare: Any  # (L,)


@numba.njit(cache=True)
def _work(territories, lanes):
    """Fresh scratch space."""
    block = np.empty((11, territories, lanes))
    more = np.empty((2, territories + 1, lanes))
    row = np.empty((6, lanes))
    return Work(
        block[0], block[1], block[2], block[3], block[4], block[5], block[6], block[7], block[8], block[9],
        block[10],
        np.empty((2, territories, lanes)), more[0], more[1], more[1].view(np.int64),
        np.empty((2, territories + 1, lanes)), row[0], row[1], row[2], row[3], row[4], row[5],
    )  # fmt: skip


@numba.njit(cache=True)
def _grow_older(people, a, older):
    """Those who will be of age `a` at the end of the year; the open group keeps its own."""
    territories, lanes = older.shape
    for r in range(territories):
        for k in range(lanes):
            older[r, k] = people[a - 1, r, k]
    if a == people.shape[0] - 1:
        # The last age is open: its survivors stay in it; shifting them out would count them as deaths.
        for r in range(territories):
            for k in range(lanes):
                older[r, k] += people[a, r, k]


@numba.njit(cache=True)
def _survive(hazard, local_hazard, shape, index, local_index, w):
    """Chance to live half a year in each territory, and the nation's to live the whole year."""
    territories, lanes = local_index.shape
    for k in range(lanes):
        w.half[territories, k] = shape * index[k]
    exponentiate(w.half[territories:], w.scale[territories:], w.bits[territories:])
    for k in range(lanes):
        w.alive[k] = hazard * w.half[territories, k]  # the nation's hazard, for a moment
        w.half[territories, k] = -w.alive[k]
    for r in range(territories):
        for k in range(lanes):
            w.half[r, k] = -0.5 * w.alive[k] * local_hazard[r] * local_index[r, k]
    exponentiate(w.half, w.scale, w.bits)
    for k in range(lanes):
        w.alive[k] = w.half[territories, k]


@numba.njit(cache=True)
def _weigh(weights, rows, result):
    """result[i] = sum over j of weights[i, j] x rows[j]; four rows at a time, so that each sum is stored less often."""
    territories, lanes = rows.shape
    for i in range(territories):
        total = result[i]
        for k in range(lanes):
            total[k] = 0.0
        j = 0
        while j + 4 <= territories:
            a, b, c, d = weights[i, j], weights[i, j + 1], weights[i, j + 2], weights[i, j + 3]
            first, second, third, fourth = rows[j], rows[j + 1], rows[j + 2], rows[j + 3]
            for k in range(lanes):
                total[k] += (a * first[k] + b * second[k]) + (c * third[k] + d * fourth[k])
            j += 4
        while j < territories:
            a, first = weights[i, j], rows[j]
            for k in range(lanes):
                total[k] += a * first[k]
            j += 1


@numba.njit(cache=True)
def _move(moves, moves_back, leave, come, w):
    """People of one sex and age move at mid-year: from o to d at moves[o, d] x leave[o] x come[d]."""
    territories, lanes = w.mid.shape
    for r in range(territories):
        for k in range(lanes):
            w.mid[r, k] = w.older[r, k] * w.half[r, k]
            w.movers[r, k] = leave[r, k] * w.mid[r, k]
    _weigh(moves_back, w.movers, w.arrivals)
    _weigh(moves, come, w.departures)
    for r in range(territories):
        for k in range(lanes):
            w.arrivals[r, k] *= come[r, k]
            w.departures[r, k] *= w.movers[r, k]


@numba.njit(cache=True)
def _share(wanted, limit, w):
    """Scale `wanted` (R, L) so that it sums to the target, nowhere above `limit` of those present.

    What a ceiling cuts off is taken from the others, in proportion to the room they have.
    """
    territories, lanes = wanted.shape
    w.factor[:] = 0.0
    w.spare[:] = 0.0
    for r in range(territories):
        for k in range(lanes):
            w.factor[k] += wanted[r, k]
    for k in range(lanes):
        w.short[k] = 0.0 if w.factor[k] > 0.0 else w.target[k]
        w.factor[k] = w.target[k] / w.factor[k] if w.factor[k] > 0.0 else 0.0
    for r in range(territories):
        for k in range(lanes):
            ceiling = limit * w.present[r, k]
            asked = wanted[r, k] * w.factor[k]
            wanted[r, k] = min(asked, ceiling)
            w.short[k] += max(asked - ceiling, 0.0)
            w.spare[k] += max(ceiling - asked, 0.0)
    if w.short.max() > 0.0:
        for k in range(lanes):
            w.factor[k] = min(w.short[k] / w.spare[k], 1.0) if w.spare[k] > 0.0 else 0.0
        for r in range(territories):
            for k in range(lanes):
                wanted[r, k] += w.factor[k] * (limit * w.present[r, k] - wanted[r, k])


@numba.njit(cache=True)
def _die(w):
    """Deaths of one sex and age by territory of death, sharing the nation's; `present` is who is left."""
    territories, lanes = w.older.shape
    w.target[:] = 0.0
    for r in range(territories):
        for k in range(lanes):
            staying = w.arrivals[r, k] - w.departures[r, k]
            w.present[r, k] = w.older[r, k] + staying
            w.deaths[r, k] = (w.older[r, k] - w.mid[r, k]) + (w.mid[r, k] + staying) * (1.0 - w.half[r, k])
            w.target[k] += w.older[r, k]
    for k in range(lanes):
        w.target[k] *= 1.0 - w.alive[k]
    _share(w.deaths, 1.0, w)
    for r in range(territories):
        for k in range(lanes):
            w.present[r, k] -= w.deaths[r, k]


@numba.njit(cache=True)
def _expect(fertility, local_fertility, women_before, bear, w):
    """Births by women of one age: by the territories' own rates and, for the nation, by the nation's."""
    territories, lanes = w.present.shape
    for r in range(territories):
        for k in range(lanes):
            women = 0.5 * (women_before[r, k] + w.present[r, k])
            here = fertility * bear[k]
            w.everywhere[k] += here * women
            w.own[r, k] += here * local_fertility[r] * women
            w.rates[r, k] += here * local_fertility[r]


@numba.njit(cache=True)
def _deliver(local_bear, girls_share, total, w):
    """Births by sex: the nation's number, shared as the territories' own rates would have it."""
    territories, lanes = w.own.shape
    w.factor[:] = 0.0
    for r in range(territories):
        for k in range(lanes):
            w.own[r, k] *= local_bear[r, k]
            w.factor[k] += w.own[r, k]
    for k in range(lanes):
        w.factor[k] = w.everywhere[k] / w.factor[k] if w.factor[k] > 0.0 else 0.0
    for r in range(territories):
        for k in range(lanes):
            births = w.own[r, k] * w.factor[k]
            w.born[1, r, k] = births * girls_share
            w.born[0, r, k] = births - w.born[1, r, k]
            total[r, BIRTHS, k] = births
            total[r, FERTILITY, k] = w.rates[r, k] * local_bear[r, k] * w.factor[k]


@numba.njit(cache=True)
def _lose_infants(s, w):
    """Of the year's births of one sex, those who die before its end. Infants do not move between territories."""
    territories, lanes = w.older.shape
    w.target[:] = 0.0
    for r in range(territories):
        for k in range(lanes):
            w.arrivals[r, k] = 0.0
            w.departures[r, k] = 0.0
            w.present[r, k] = w.born[s, r, k]
            w.deaths[r, k] = w.born[s, r, k] * (1.0 - w.half[r, k] * w.half[r, k])
            w.target[k] += w.born[s, r, k]
    for k in range(lanes):
        w.target[k] *= 1.0 - w.alive[k]
    _share(w.deaths, 1.0, w)
    for r in range(territories):
        for k in range(lanes):
            w.present[r, k] -= w.deaths[r, k]


@numba.njit(cache=True)
def _cross_the_border(people, emigrants, leave, propensity, immigrants, come, share_in, total, w):
    """Close one sex and age: the nation's emigrants leave, its immigrants join, and all events are counted."""
    territories, lanes = w.present.shape
    w.target[:] = 0.0
    for r in range(territories):
        for k in range(lanes):
            w.target[k] += w.present[r, k]
            w.emigrating[r, k] = propensity[r] * w.present[r, k]
    for k in range(lanes):
        w.target[k] = min(emigrants * leave[k], MOST_WHO_CAN_LEAVE * w.target[k])
    _share(w.emigrating, MOST_WHO_CAN_LEAVE, w)
    for r in range(territories):
        for k in range(lanes):
            w.immigrating[r, k] = immigrants * come[k] * share_in[r]
        for k in range(lanes):
            people[r, k] = w.present[r, k] + w.immigrating[r, k] - w.emigrating[r, k]
    _count(w.deaths, DEATHS, total)
    _count(w.arrivals, ARRIVALS, total)
    _count(w.departures, DEPARTURES, total)
    _count(w.immigrating, IMMIGRANTS, total)
    _count(w.emigrating, EMIGRANTS, total)


@numba.njit(cache=True)
def _count(events, kind, total):
    """Add the events of one sex and age to the year's total."""
    territories, lanes = events.shape
    for r in range(territories):
        for k in range(lanes):
            total[r, kind, k] += events[r, k]


@numba.njit(cache=True)
def _lengthen_life(life, oldest, w):
    """Years of life from this age on, built from the oldest age down: X_a = S_a (1 + X_(a+1)), e0 = X_0."""
    territories, lanes = w.older.shape
    for r in range(territories + 1):
        for k in range(lanes):
            survival = w.half[r, k] * w.half[r, k] if r < territories else w.alive[k]
            life[r, k] = survival / (1.0 - survival) if oldest else survival * (1.0 + life[r, k])


@numba.njit(cache=True)
def _record(cells, births, w):
    """Every event of one sex and age, for whoever wants to check the balancing equation."""
    territories, lanes = w.deaths.shape
    for r in range(territories):
        for k in range(lanes):
            cells[CELL_DEATHS, r, k] = w.deaths[r, k]
            cells[CELL_ARRIVALS, r, k] = w.arrivals[r, k]
            cells[CELL_DEPARTURES, r, k] = w.departures[r, k]
            cells[CELL_IMMIGRANTS, r, k] = w.immigrating[r, k]
            cells[CELL_EMIGRANTS, r, k] = w.emigrating[r, k]
            cells[CELL_BIRTHS, r, k] = births[r, k]


@numba.njit(cache=True)
def _sum_up(total, bear, fertility, w):
    """The nation's totals, after those of its territories."""
    territories, lanes = w.older.shape
    for r in range(territories):
        for event in range(FERTILITY):
            for k in range(lanes):
                total[territories, event, k] += total[r, event, k]
    level = fertility[1:-1].sum()
    for k in range(lanes):
        total[territories, FERTILITY, k] = level * bear[k]
    for r in range(territories + 1):
        for k in range(lanes):
            total[r, LIFE_MALE, k] = w.life[0, r, k]
            total[r, LIFE_FEMALE, k] = w.life[1, r, k]


@numba.njit(cache=True)
def _one_year(b, people, nation, pattern, chance, total, cells, w):
    """One block of lanes, one year. `people` (2, A+1, R, L) is overwritten."""
    oldest = people.shape[1] - 1
    for s in range(2):
        # From the oldest down to the newborn: the age above no longer needs those who are here now, and women
        # of every age are known before their children are.
        for a in range(oldest, 0, -1):
            _grow_older(people[s], a, w.older)
            _survive(nation.hazard[s, a], pattern.hazard[s, a], chance.shape[s, a], chance.index[b, s],
                     chance.local_hazard[b], w)  # fmt: skip
            _lengthen_life(w.life[s], a == oldest, w)
            _move(pattern.moves[s, a], pattern.moves_back[s, a], chance.departures[b], chance.arrivals[b], w)
            _die(w)
            if s == 1 and a < oldest:
                _expect(nation.fertility[a], pattern.fertility[a], people[s, a], chance.fertility[b], w)
            _cross_the_border(people[s, a], nation.emigrants[s, a], chance.emigrants[b], pattern.emigrants[s, a],
                              nation.immigrants[s, a], chance.immigrants[b], pattern.immigrants[s, a], total,
                              w)  # fmt: skip
            if cells.shape[0] > 0:
                w.born[:] = 0.0
                _record(cells[b, :, s, a], w.born[s], w)
    _deliver(chance.local_fertility[b], nation.girls_share, total, w)
    for s in range(2):
        _survive(nation.hazard[s, 0], pattern.hazard[s, 0], chance.shape[s, 0], chance.index[b, s],
                 chance.local_hazard[b], w)  # fmt: skip
        _lengthen_life(w.life[s], False, w)
        _lose_infants(s, w)
        _cross_the_border(people[s, 0], nation.emigrants[s, 0], chance.emigrants[b], pattern.emigrants[s, 0],
                          nation.immigrants[s, 0], chance.immigrants[b], pattern.immigrants[s, 0], total,
                          w)  # fmt: skip
        if cells.shape[0] > 0:
            _record(cells[b, :, s, 0], w.born[s], w)


@numba.njit(cache=True, nogil=True)
def advance(first, last, population, nation, pattern, chance, totals, cells):
    """Move blocks first..last-1 of `population` (B, 2, A+1, R, L) one year on, in place.

    totals: (B, R + 1, TOTALS, L), filled; the nation last
    cells: (B, CELLS, 2, A+1, R, L), filled, or (0, ...) to leave the events of single cells unrecorded
    """
    territories, lanes = population.shape[3:]
    w = _work(territories, lanes)
    for b in range(first, last):
        totals[b] = 0.0
        w.own[:] = 0.0
        w.rates[:] = 0.0
        w.everywhere[:] = 0.0
        _one_year(b, population[b], nation, pattern, chance, totals[b], cells, w)
        _sum_up(totals[b], chance.fertility[b], nation.fertility, w)
