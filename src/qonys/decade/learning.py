"""From what is counted to what is believed: the gains of next year's placement.

Nothing is known before it can be: work is asked twelve months after arrival, so what a year's families tell reaches
the placement of the second year after.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.decade.history import Decade
from qonys.decade.world import ADULTS, CHILDREN, SCHOOLING, TENURE, TYPES, World
from qonys.engines.evaluation.outcomes import Design, Gains, PersonYears, Trials, fit, gains

Floats = NDArray[np.float64]


def believed(world: World) -> Gains:
    """What is published, before anybody was followed."""
    nobody = np.zeros(world.work_expected.shape)
    none = np.zeros(world.stay_expected.shape)
    return _gains(world, Trials(nobody, nobody), PersonYears(none, none))


def learned(decade: Decade, year: int) -> Gains:
    """What is known at the beginning of a year, out of counts alone."""
    return _gains(decade.world, work_counted(decade, year), years_counted(decade, year))


def work_counted(decade: Decade, year: int) -> Trials:
    """Adults asked about work twelve months after arrival, by the end of last year."""
    asked = decade.settled & (decade.placed + 1 < year)
    cells = (decade.world.type[asked], decade.place[asked])
    shape = decade.world.work_expected.shape
    happened, of = np.zeros(shape), np.zeros(shape)
    np.add.at(happened, cells, decade.works[asked])
    np.add.at(of, cells, ADULTS[decade.world.type[asked]])
    return Trials(happened, of)


def years_counted(decade: Decade, year: int) -> PersonYears:
    """Years since arrival that are over: who began them there, who moved on in them."""
    shape = decade.world.stay_expected.shape
    began, left = np.zeros(shape), np.zeros(shape)
    for tenure in range(TENURE):
        over = decade.settled & (decade.placed + 1 + tenure < year) & (decade.leaves >= tenure)
        cells = (decade.world.type[over], decade.place[over], np.full(over.sum(), tenure))
        np.add.at(began, cells, 1.0)
        np.add.at(left, cells, (decade.leaves[over] == tenure).astype(float))
    return PersonYears(began, left)


def _gains(world: World, work: Trials, years: PersonYears) -> Gains:
    working = fit(work, _design(world.work_expected))
    staying = fit(years.stayed, _design(world.stay_expected))
    return gains(working, staying, ADULTS)


def _design(expected: Floats) -> Design:
    """Corrections to what was expected of schooling, children and years since arrival.

    More schooling never lowers the chance of work, nor do more years there the chance to stay on: a correction may
    take away what was expected of such a step, and no more. What children change is free.
    """
    schooling, many = np.divmod(np.arange(TYPES), CHILDREN)
    by_type = [(schooling >= level).astype(float) for level in range(1, SCHOOLING)] + [(many == 1).astype(float)]
    steps = [np.broadcast_to(each.reshape(-1, *[1] * (expected.ndim - 1)), expected.shape) for each in by_type]
    rises = [_least(np.diff(expected[many == 0], axis=0)[level]) for level in range(SCHOOLING - 1)] + [-np.inf]
    if expected.ndim == 3:
        steps += [
            np.broadcast_to((np.arange(TENURE) >= year).astype(float), expected.shape) for year in range(1, TENURE)
        ]
        rises += [_least(np.diff(expected, axis=2)[..., year - 1]) for year in range(1, TENURE)]
    return Design(expected, np.stack(steps, axis=-1), np.array(rises))


def _least(expected_rise: Floats) -> float:
    return -max(float(expected_rise.min()), 0.0)
