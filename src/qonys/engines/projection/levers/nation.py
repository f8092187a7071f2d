"""Levers on the nation's rates: fertility, length of life, family support, emigration."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.levers import strengths
from qonys.engines.projection.levers.baseline import Baseline
from qonys.engines.projection.levers.courses import value_in
from qonys.engines.projection.levers.effect import Effect
from qonys.engines.projection.processes.mortality import INDEX_GRID
from qonys.engines.vocabulary.life_table import life_expectancy
from qonys.engines.vocabulary.scenario import (
    Course,
    EmigrationChange,
    FamilyPolicy,
    FertilityPath,
    MortalityPath,
)

Floats = NDArray[np.float64]


def fertility(lever: FertilityPath, baseline: Baseline) -> Effect:
    """Births per woman brought to the target, or changed by a per cent, at the median; chance goes on around it."""
    if lever.change_percent:
        return Effect(fertility=_everyone(_factor(lever.change_percent, baseline), baseline))
    median = np.asarray(baseline.rates.fertility[:, 1:-1].sum("age"), dtype=np.float64)
    target = value_in(lever.total_fertility, baseline.years, before=np.nan)
    factor = np.where(np.isnan(target) | (median <= 0), 1.0, target / np.maximum(median, 1e-300))
    return Effect(fertility=_everyone(factor, baseline))


def mortality(lever: MortalityPath, baseline: Baseline) -> Effect:
    return Effect(years_of_life=_everyone(value_in(lever.years_of_life, baseline.years), baseline))


def emigration(lever: EmigrationChange, baseline: Baseline) -> Effect:
    return Effect(emigrants=_everyone(_factor(lever.change_percent, baseline), baseline))


def family_policy(lever: FamilyPolicy, baseline: Baseline) -> Effect:
    """(1 + support) ** elasticity times the births, of the nation or of some territories."""
    support = value_in(lever.support_percent, baseline.years) / 100
    strength = baseline.strength("family_policy", lever.elasticity or strengths.FAMILY_POLICY)
    factor = np.exp(np.log1p(support)[:, None] * strength)
    if not lever.territories:
        return Effect(fertility=factor)
    local = np.ones((*factor.shape, len(baseline.codes)))
    for code in lever.territories:
        local[..., baseline.index(code)] = factor
    return Effect(local_fertility=local)


def index_with(years_of_life: Floats | None, baseline: Baseline) -> Floats:
    """The mortality index (T, J, 2) that adds `years_of_life` (T, J) to each trajectory's own life expectancy."""
    index = baseline.paths.national.mortality_index
    if years_of_life is None or not years_of_life.any():
        return index
    moved = index.copy()
    factors = np.exp(baseline.paths.national.mortality_shape * INDEX_GRID[:, None, None])
    for t in np.flatnonzero(years_of_life.any(axis=1)):
        expectancy = life_expectancy(baseline.mortality[t] * factors)  # (grid, 2), falling along the grid
        for sex in range(2):
            here = np.interp(index[t, :, sex], INDEX_GRID, expectancy[:, sex])
            there = np.interp(here + years_of_life[t], expectancy[::-1, sex], INDEX_GRID[::-1])
            # The difference, so that a trajectory to which nothing is added keeps its bits.
            back = np.interp(here, expectancy[::-1, sex], INDEX_GRID[::-1])
            moved[t, :, sex] += there - back
    return moved


def _factor(percent: Course, baseline: Baseline) -> Floats:
    return 1.0 + value_in(percent, baseline.years) / 100


def _everyone(by_year: Floats, baseline: Baseline) -> Floats:
    """(T,) -> (T, J)"""
    return np.repeat(by_year[:, None], baseline.trajectories, axis=1)
