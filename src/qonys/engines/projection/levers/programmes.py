"""Programmes that bring people: kandas, workers, resettlers. They move whole persons at the end of each year.

At the end, because that is when commissions meet: of 9,653 places of 2025, 2,202 were taken by July and 5,213 by
October (Ministry of Labour). Newcomers bear, move on and die like the people they join.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.levers import ages, strengths
from qonys.engines.projection.levers.baseline import Baseline
from qonys.engines.projection.levers.courses import value_in
from qonys.engines.projection.levers.effect import ABROAD, Effect, Move
from qonys.engines.vocabulary.scenario import Inflow, LabourInflow, Relocation, Shares

Floats = NDArray[np.float64]


def kandas(lever: Inflow, baseline: Baseline) -> Effect:
    """Repatriates: they come to stay."""
    uptake = baseline.strength("kandas", lever.uptake or strengths.UPTAKE_PROGRAMME)
    persons = value_in(lever.persons, baseline.years)[:, None] * uptake
    return Effect(moves=_settle(lever, persons, ages.KANDAS, baseline))


def labour(lever: LabourInflow, baseline: Baseline) -> Effect:
    """Workers from abroad: after their stay all but the settling share leave again."""
    uptake = baseline.strength("labour", lever.uptake or strengths.UPTAKE_LABOUR)
    persons = value_in(lever.persons, baseline.years)[:, None] * uptake
    coming = _settle(lever, persons, ages.WORKERS, baseline)
    leaving = tuple(
        Move(
            each.destination,
            ABROAD,
            ages.older(each.ages, lever.stay),
            _later(each.persons, lever.stay) * (1 - lever.settling),
        )
        for each in coming
    )
    return Effect(moves=(*coming, *leaving))


def relocation(lever: Relocation, baseline: Baseline) -> Effect:
    """Resettlers: in each of the next years some go back to where they came from, older by as much."""
    uptake = baseline.strength("relocation", lever.uptake or strengths.UPTAKE_PROGRAMME)
    places = value_in(lever.persons, baseline.years) + value_in(lever.families, baseline.years) * lever.family_size
    persons = places[:, None] * uptake
    shares = _ages(lever, ages.RESETTLERS, baseline)
    here, there = baseline.index(lever.origin), baseline.index(lever.destination)
    staying = _staying(lever, baseline)
    moves = [Move(here, there, shares, persons)]
    for year in range(1, len(staying)):
        returning = _later(persons, year) * (staying[year - 1] - staying[year])
        moves.append(Move(there, here, ages.older(shares, year), returning))
    return Effect(moves=tuple(moves))


def _staying(lever: Relocation, baseline: Baseline) -> Floats:
    """Share still there after 0, 1, ... years (6, J)."""
    usual = np.array([1.0, *(lever.retention or strengths.RETENTION)])
    factor = baseline.strength("leaving", lever.leaving or strengths.LEAVING)
    return np.asarray(usual[:, None] ** factor)


def _settle(lever: Inflow, persons: Floats, usual: Shares, baseline: Baseline) -> tuple[Move, ...]:
    """One move from abroad for every territory that has a share."""
    shares = _ages(lever, usual, baseline)
    return tuple(
        Move(ABROAD, place, shares, persons * share)
        for place, share in enumerate(_by_territory(lever, baseline))
        if share > 0
    )


def _ages(lever: Inflow | Relocation, usual: Shares, baseline: Baseline) -> Floats:
    return ages.by_sex_and_age(lever.ages or usual, lever.men, baseline.start.shape[-1])


def _by_territory(lever: Inflow, baseline: Baseline) -> Floats:
    """The shares as given, or as immigrants settle today."""
    if lever.shares:
        return np.array([lever.shares.get(code, 0.0) for code in baseline.codes])
    today = np.asarray(baseline.rates.immigrants[0].values * baseline.pattern.immigrants.values).sum(axis=(1, 2))
    if today.sum() > 0:
        return np.asarray(today / today.sum())
    people = baseline.people.sum(axis=(1, 2))
    return np.asarray(people / people.sum())


def _later(persons: Floats, years: int) -> Floats:
    """What happens some years after each year's arrivals (T, J)."""
    later = np.zeros_like(persons)
    if years < len(persons):
        later[years:] = persons[:-years]
    return later
