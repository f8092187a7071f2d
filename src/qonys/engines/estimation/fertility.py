"""How the fertility of each territory differs from the nation's, by age.

The level comes from births, the age shape from the nation's schedule: where women have more children,
childbearing is spread a little wider and begins a little earlier. Raking then makes the territories' births
add up, by age to the nation's and over ages to each territory's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.estimation.births import BirthRates, births_by_territory
from qonys.engines.estimation.raking import Margin, rake
from qonys.engines.estimation.series import of_nation, schedule
from qonys.engines.vocabulary.errors import MissingCell
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.sex import FEMALE

Floats = NDArray[np.float64]

# Assumed elasticities of the age shape to the level; small on purpose, since no regional schedule is
# published.
WIDER = 0.10  # the spread of childbearing ages grows by 0.10 of the log ratio of the levels
EARLIER = 0.75  # years by which childbearing moves forward per unit of the log ratio
STEEPEST = 2.5  # the shape may change the ratio at one age by this factor at most


def fertility_pattern(evidence: Evidence, people: Floats, rates: BirthRates) -> Floats:
    """Ratio (territory, age) of each territory's fertility to the nation's; `people` is (territory, 2, age).

    The ratios keep the nation's births: weighted by its births they average one at every age.
    """
    national = national_fertility(evidence, people.shape[2])
    women = people[:, FEMALE, :]
    expected = women * national  # births at the nation's rates
    births = births_by_territory(evidence, rates, people.sum(axis=(1, 2)), last_year_of_births(evidence))
    births = births * (expected.sum() / births.sum())
    level = births / np.maximum(expected.sum(axis=1), 1e-300)
    bearing = (national > 0) & (women.sum(axis=0) > 0)
    seed = (expected * level[:, None] * _shape(national, level))[:, bearing]
    raked = rake(
        seed,
        [
            Margin.over("births by age", seed.shape, (1,), expected.sum(axis=0)[bearing]),
            Margin.over("births by territory", seed.shape, (0,), births),
        ],
    )
    ratio = np.repeat(level[:, None], national.size, axis=1)
    at_risk = expected[:, bearing]
    ratio[:, bearing] = np.divide(raked, at_risk, out=ratio[:, bearing], where=at_risk > 0)
    return ratio


def national_fertility(evidence: Evidence, ages: int) -> Floats:
    """The nation's fertility by age in the year before the base, zero where it is not published."""
    array = evidence.schedules.fertility
    national = schedule(array.reindex(age=range(ages), fill_value=0.0), evidence.base_year - 1, "fertility")
    if not national.sum() > 0:
        raise MissingCell(
            "the national schedule of fertility is zero at every age.",
            remedy="Add births per woman by single age, for example from the World Population Prospects.",
        )
    return national


def last_year_of_births(evidence: Evidence) -> int:
    """The last calendar year before the base whose births the nation has registered."""
    births = of_nation(evidence.history.births).latest(evidence.base_year - 1)
    return int(births[1][0]) if np.isfinite(births[1][0]) else evidence.base_year - 1


def _shape(national: Floats, level: Floats) -> Floats:
    """Relative change of each age (territory, age) that a higher or lower level brings."""
    ages = np.arange(national.size, dtype=np.float64)
    centre = float(np.average(ages, weights=national))
    bent = np.ones((level.size, national.size))
    for unit, log_level in enumerate(np.log(np.clip(level, 0.4, 2.5))):
        borrowed = centre + (ages - centre + EARLIER * log_level) / (1.0 + WIDER * log_level)
        schedule_here = np.interp(borrowed, ages, national)
        change = np.divide(schedule_here, national, out=np.ones_like(national), where=national > 0)
        bent[unit] = np.clip(change, 1.0 / STEEPEST, STEEPEST)
    return bent
