"""Levers that make a territory more, or less, worth moving to: housing, schools, jobs, wages.

They multiply the intensity of moves between territories. Who moves to one place leaves another, so nobody is invented,
and what a destination gains the others lose.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.levers import strengths
from qonys.engines.projection.levers.baseline import Baseline
from qonys.engines.projection.levers.courses import value_in
from qonys.engines.projection.levers.effect import Effect
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.scenario import (
    Course,
    Elasticity,
    GrowthPoint,
    Housing,
    SchoolBuilding,
    WageChange,
)

Floats = NDArray[np.float64]


def housing(lever: Housing, baseline: Baseline) -> Effect:
    return _drawn_by("housing", lever.territory, lever.places, None, lever.elasticity or strengths.HOUSING, baseline)


def schools(lever: SchoolBuilding, baseline: Baseline) -> Effect:
    strength = lever.elasticity or strengths.SCHOOLS
    return _drawn_by("schools", lever.territory, lever.seats, baseline.bands.school, strength, baseline)


def growth_point(lever: GrowthPoint, baseline: Baseline) -> Effect:
    strength = lever.elasticity or strengths.JOBS
    return _drawn_by("growth_points", lever.territory, lever.jobs, baseline.bands.working, strength, baseline)


def wages(lever: WageChange, baseline: Baseline) -> Effect:
    """More come and fewer leave, by the same factor."""
    strength = baseline.strength("wages", lever.elasticity or strengths.WAGES)
    logs = np.log1p(value_in(lever.percent, baseline.years) / 100)[:, None] * strength
    return Effect(
        arrivals=_in(lever.territory, np.exp(logs), baseline), departures=_in(lever.territory, np.exp(-logs), baseline)
    )


def _drawn_by(
    name: str, territory: str, built: Course, per: AgeGroup | None, elasticity: Elasticity, baseline: Baseline
) -> Effect:
    """Arrivals times (1 + built / people there of the ages `per`) ** elasticity."""
    ages = per.covers(baseline.start.shape[-1] - 1) if per else slice(None)
    people = max(float(baseline.people[baseline.index(territory)][:, ages].sum()), 1.0)
    growth = np.log1p(value_in(built, baseline.years) / people)
    factor = np.exp(growth[:, None] * baseline.strength(name, elasticity))
    return Effect(arrivals=_in(territory, factor, baseline))


def _in(territory: str, factor: Floats, baseline: Baseline) -> Floats:
    """A factor (T, J) of one territory as (T, J, R), 1 elsewhere."""
    everywhere = np.ones((*factor.shape, len(baseline.codes)))
    everywhere[..., baseline.index(territory)] = factor
    return everywhere
