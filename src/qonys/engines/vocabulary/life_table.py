"""The period life table by single age: from death rates to survival and life expectancy.

Every array ends in (sex, age) with males first, ages 0, 1, ... and the last age open. Within a year of age deaths
fall at mid-interval, except in the first, where the mean age at death follows Andreev and Kingkade (2015),
"Average age at death in infancy and infant mortality level", as the United Nations use it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qonys.engines.vocabulary.sex import FEMALE, MALE

Floats = NDArray[np.float64]

# (upper bound of m0, intercept, slope), Andreev and Kingkade, version in m0.
_INFANT = {
    MALE: ((0.023, 0.14929, -1.99545), (0.08307, 0.02832, 3.26021), (np.inf, 0.29915, 0.0)),
    FEMALE: ((0.01724, 0.14903, -2.05527), (0.06891, 0.04667, 3.88089), (np.inf, 0.31411, 0.0)),
}


def survival_from_mx(mx: ArrayLike) -> Floats:
    """Survival ratios S by age on arrival, same shape as `mx` (..., sex, age).

    S_0 = L_0 / l_0 carries the year's births to its end, S_a = L_a / L_(a-1), and the open group keeps
    S_A = T_A / T_(A-1) for those who enter it and those already in it.
    """
    lived, total = _person_years(mx)
    survival = np.empty_like(lived)
    survival[..., 0] = lived[..., 0]
    survival[..., 1:-1] = lived[..., 1:-1] / lived[..., :-2]
    survival[..., -1] = total[..., -1] / total[..., -2]
    return survival


def life_expectancy(mx: ArrayLike) -> Floats:
    """Life expectancy at birth in years, shape (..., sex), from death rates of shape (..., sex, age)."""
    _, total = _person_years(mx)
    return total[..., 0]


def _person_years(mx: ArrayLike) -> tuple[Floats, Floats]:
    """Person-years lived in each age and from each age on, per birth."""
    rates = np.asarray(mx, dtype=np.float64)
    lived_by_the_dead = np.full_like(rates, 0.5)
    lived_by_the_dead[..., 0] = _infant_years(rates[..., 0])
    dying = rates / (1.0 + (1.0 - lived_by_the_dead) * rates)
    alive = np.ones_like(rates)  # l_a
    alive[..., 1:] = np.cumprod(1.0 - dying[..., :-1], axis=-1)
    lived = alive * (1.0 - (1.0 - lived_by_the_dead) * dying)
    lived[..., -1] = alive[..., -1] / rates[..., -1]
    return lived, np.cumsum(lived[..., ::-1], axis=-1)[..., ::-1]


def _infant_years(infant_rate: Floats) -> Floats:
    """Mean years lived in the first year by infants who die in it; input (..., sex)."""
    years = np.empty_like(infant_rate)
    for sex, pieces in _INFANT.items():
        rate = infant_rate[..., sex]
        bounds = [rate < upper for upper, _, _ in pieces]
        years[..., sex] = np.select(bounds, [intercept + slope * rate for _, intercept, slope in pieces])
    return years
