"""What a reader asks of a population: its size, its age groups, its dependency ratios; and of a year: its events.

Stocks come from people (2 sexes, A+1 ages, J trajectories), flows from the kernel's totals (TOTALS, J). Each result
is one value per trajectory, (J,).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection import kernel
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.sex import FEMALE, MALE

Values = NDArray[np.floating]


@dataclass(frozen=True)
class AgeBands:
    """A country's own age limits, by law or custom. Children are younger than working age."""

    preschool: AgeGroup
    school: AgeGroup
    working: AgeGroup
    pension: AgeGroup


CHILDBEARING = AgeGroup(15, 49)


def stock_indicators(people: Values, bands: AgeBands) -> Mapping[str, Values]:
    """Indicators of the population on one 1 January; ratios per 100 people of working age, median age in years."""
    open_age = people.shape[1] - 1
    by_age = people.sum(axis=0, dtype=np.float64)

    def within(group: AgeGroup) -> Values:
        found: Values = by_age[group.covers(open_age)].sum(axis=0)
        return found

    men, women = people[MALE].sum(axis=0, dtype=np.float64), people[FEMALE].sum(axis=0, dtype=np.float64)
    working = within(bands.working)
    children, old = within(AgeGroup(0, bands.working.first - 1)), within(bands.pension)
    mothers = people[FEMALE, CHILDBEARING.covers(open_age)].sum(axis=0, dtype=np.float64)
    return {
        "population": men + women,
        "population_male": men,
        "population_female": women,
        "median_age": median_age(by_age),
        "preschool_age": within(bands.preschool),
        "school_age": within(bands.school),
        "working_age": working,
        "pension_age": old,
        "women_15_49": mothers,
        "child_dependency": 100 * children / working,
        "old_age_dependency": 100 * old / working,
        "total_dependency": 100 * (children + old) / working,
    }


def median_age(by_age: Values) -> Values:
    """The age that half are younger than, interpolated within its year; from (A+1, J)."""
    younger = np.cumsum(by_age, axis=0)
    half = younger[-1] / 2
    age = (younger < half).sum(axis=0).clip(max=len(by_age) - 1)
    before = np.where(age > 0, np.take_along_axis(younger, np.maximum(age - 1, 0)[None], axis=0)[0], 0.0)
    within = np.take_along_axis(by_age, age[None], axis=0)[0]
    inside: Values = np.divide(half - before, within, out=np.zeros_like(half), where=within > 0)
    result: Values = age + inside
    return result


def flow_indicators(totals: Values) -> Mapping[str, Values]:
    """Indicators of one calendar year: persons, births per woman, years of life."""
    births, deaths = totals[kernel.BIRTHS], totals[kernel.DEATHS]
    arrivals, departures = totals[kernel.ARRIVALS], totals[kernel.DEPARTURES]
    immigrants, emigrants = totals[kernel.IMMIGRANTS], totals[kernel.EMIGRANTS]
    return {
        "births": births,
        "deaths": deaths,
        "natural_increase": births - deaths,
        "internal_arrivals": arrivals,
        "internal_departures": departures,
        "net_internal_migration": arrivals - departures,
        "immigration": immigrants,
        "emigration": emigrants,
        "net_external_migration": immigrants - emigrants,
        "total_fertility": totals[kernel.FERTILITY],
        "life_expectancy_male": totals[kernel.LIFE_MALE],
        "life_expectancy_female": totals[kernel.LIFE_FEMALE],
    }
