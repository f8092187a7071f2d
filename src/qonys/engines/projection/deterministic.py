"""Two-sex multiregional cohort-component projection, one path, in the United Nations' 1 x 1 conventions.

One year, for every territory r, sex s and age a (ages are those on arrival, at the end of the year):

    survive -> move between territories at mid-year -> bear -> migrate abroad -> reconcile

The order and the indexing are those of the UN Population Division's engine (`project_ccmpp_z_by_z` of ccmppWPP),
which the national case reproduces to rounding; movers between territories survive half a year at each end.
Plain arrays: (R, 2, A+1), males first, last age open. `reference.py` says the same slowly and cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from qonys.engines.vocabulary.sex import FEMALE, MALE

Floats = NDArray[np.float64]


class Migration(StrEnum):
    """When people who come from abroad or leave are counted in: WPP 2024 uses the end of the year everywhere."""

    END = "end"
    EVEN = "even"  # half at the start, by age at the start, and half at the end; all of them may bear

    @property
    def early_share(self) -> float:
        return 0.5 if self is Migration.EVEN else 0.0


@dataclass(frozen=True)
class YearRates:
    """What happens in one year: R territories, A+1 ages."""

    survival: Floats  # (R, 2, A+1), by arrival age; age 0 for the year's births
    fertility: Floats  # (R, A+1), births per woman
    sex_ratio_at_birth: float  # boys per girl
    net_migration: Floats  # (R, 2, A+1), persons from abroad less persons to abroad
    moves: Floats | None = None  # (R origins, R destinations, 2, A+1), probability at mid-year, 0 on the diagonal


@dataclass(frozen=True)
class Year:
    """One projected year with every component of its change, so that the balancing equation can be checked.

    The cohort equation holds in every cell: end = aged(start) + births at age 0 - deaths + arrivals - departures
    + net_migration, where aged() moves everybody to the age of arrival.
    """

    end: Floats  # (R, 2, A+1)
    births: Floats  # (R, 2)
    deaths: Floats  # (R, 2, A+1), by arrival age
    arrivals: Floats  # (R, 2, A+1), from other territories
    departures: Floats  # (R, 2, A+1), to other territories
    net_migration: Floats  # (R, 2, A+1)


def project(start: Floats, years: Iterable[YearRates], migration: Migration = Migration.END) -> Iterator[Year]:
    """Each year in turn, from the population `start` (R, 2, A+1) on 1 January of the first."""
    population = start
    for rates in years:
        year = project_one_year(population, rates, migration)
        population = year.end
        yield year


def project_one_year(start: Floats, rates: YearRates, migration: Migration = Migration.END) -> Year:
    """Survive, move, bear, migrate: one year of life."""
    early = _limited(rates.net_migration * migration.early_share, start)
    exposed = start + early
    survivors, deaths, arrivals, departures = survive_and_move(aged(exposed), rates)
    late = rates.net_migration * (1.0 - migration.early_share)
    mothers = survivors + late if migration is Migration.EVEN else survivors
    born = births(exposed, mothers, rates)
    deaths[..., 0] = born * (1.0 - rates.survival[..., 0])
    survivors[..., 0] = born - deaths[..., 0]
    late = _limited(late, survivors)
    return Year(survivors + late, born, deaths, arrivals, departures, aged(early) + late)


def _limited(net_migration: Floats, present: Floats) -> Floats:
    """Nobody leaves who is not there: an outflow larger than a cell empties it, and is recorded as what left."""
    return np.maximum(net_migration, -present)


def aged(population: Floats) -> Floats:
    """Everybody one year older: age 0 empty, the open group joined by those who reach it."""
    older = np.zeros_like(population)
    older[..., 1:] = population[..., :-1]
    # The last age is open: its survivors stay in it; shifting them out would count them as deaths.
    older[..., -1] += population[..., -1]
    return older


def survive_and_move(cohort: Floats, rates: YearRates) -> tuple[Floats, Floats, Floats, Floats]:
    """Survivors, deaths, arrivals and departures of people counted at their age of arrival."""
    if rates.moves is None:
        survivors = cohort * rates.survival
        nobody = np.zeros_like(cohort)
        return survivors, cohort - survivors, nobody, nobody
    half_year = np.sqrt(rates.survival)
    at_mid_year = cohort * half_year
    arrivals = np.einsum("odsa,osa->dsa", rates.moves, at_mid_year, optimize=False)
    departures = at_mid_year * rates.moves.sum(axis=1)
    settled = at_mid_year + arrivals - departures
    survivors = settled * half_year
    return survivors, (cohort - at_mid_year) + (settled - survivors), arrivals, departures


def births(start: Floats, survivors: Floats, rates: YearRates) -> Floats:
    """Births by sex (R, 2): fertility applied to the mean of women before and after a year of life.

    Nobody bears at age 0 or in the open group, whatever the schedule says.
    """
    women = (start[:, FEMALE, 1:-1] + survivors[:, FEMALE, 1:-1]) / 2
    total = (women * rates.fertility[:, 1:-1]).sum(axis=-1)
    born = np.empty((len(total), 2))
    born[:, FEMALE] = total / (1.0 + rates.sex_ratio_at_birth)
    born[:, MALE] = total - born[:, FEMALE]
    return born
