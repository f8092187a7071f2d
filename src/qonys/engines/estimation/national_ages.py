"""The nation by sex and single age on 1 January of the base year.

A published age structure is carried to the base date; the youngest cohorts are then counted anew as
registered births that survived, because an age structure made before those births can only have assumed
them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.estimation.series import of_nation, published_years, schedule
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.life_table import survival_from_mx

Floats = NDArray[np.float64]

# Ages taken from registered births: children cross borders least, and a national count of them stands on the registers.
# Kazakhstan's count of 0-15 on 1 January 2020 is within 1 % of its registered births of 2004-2019 that survived.
RECOUNTED = 16
USUAL_SEX_RATIO = 1.055  # boys per girl where none is published


def national_ages(evidence: Evidence, by_sex: Floats) -> Floats:
    """Persons (sex, age) that add up to the known totals `by_sex` (2,)."""
    structure = _structure_at_base(evidence)
    young = surviving_births(evidence, RECOUNTED)
    settled = np.isfinite(young)
    young_total = np.where(settled, young, 0.0).sum(axis=1)
    if (young_total >= 0.5 * by_sex).any():
        settled[:] = False  # births and population cannot be of one country: trust the structure alone
        young_total[:] = 0.0
    people = structure.copy()
    people[:, :RECOUNTED][settled] = 0.0
    people *= ((by_sex - young_total) / people.sum(axis=1))[:, None]
    people[:, :RECOUNTED][settled] = young[settled]
    return people


def surviving_births(evidence: Evidence, cohorts: int) -> Floats:
    """Of the births registered in the last years, those alive at the base date: (sex, age 0..cohorts-1).

    NaN where the births of the year are not published. Moves of small children are left out.
    """
    base = evidence.base_year
    births = of_nation(evidence.history.births)
    alive = np.full((2, cohorts), np.nan)
    for age in range(cohorts):
        born = births.at(base - 1 - age)[0]
        cohort = born * _shares_of_boys_and_girls(evidence, base - 1 - age)
        for lived in range(age + 1):
            cohort = cohort * survival_in(evidence, base - 1 - age + lived)[:, lived]
        alive[:, age] = cohort
    return alive


def survival_in(evidence: Evidence, year: int) -> Floats:
    """Survival ratios (sex, arrival age) in one calendar year, from the death rates published nearest it."""
    return survival_from_mx(schedule(evidence.schedules.mortality, year, "mortality"))


def _structure_at_base(evidence: Evidence) -> Floats:
    """The published age structure, aged forward if it is of an earlier year.

    A stable one where none is published.
    """
    base, published = evidence.base_year, published_years(evidence.schedules.population)
    if published.size == 0:
        return _stable_structure(evidence)
    past = published[published <= base]
    year = int(past[-1]) if past.size else int(published[0])
    people = _with_open_age(schedule(evidence.schedules.population, year, "population"), _ages(evidence))
    for passing in range(year, base):
        people = _one_year_older(people, evidence, passing)
    return people


def _one_year_older(people: Floats, evidence: Evidence, year: int) -> Floats:
    """Survive everybody through `year`, add the year's births and the published net migration by age."""
    survival = survival_in(evidence, year)
    older = np.empty_like(people)
    older[:, 1:] = people[:, :-1] * survival[:, 1:]
    older[:, -1] += people[:, -1] * survival[:, -1]
    born = of_nation(evidence.history.births).at(year)[0]
    last_newborns = float(people[:, 0].sum())
    births = born if np.isfinite(born) else last_newborns
    older[:, 0] = births * _shares_of_boys_and_girls(evidence, year) * survival[:, 0]
    moves = evidence.schedules.net_migration
    if year in published_years(moves):
        older += schedule(moves, year, "net migration")[:, : older.shape[1]]
    return np.maximum(older, 0.0)


def _stable_structure(evidence: Evidence) -> Floats:
    """The age structure that today's death rates and the nation's growth would keep for ever (Lotka)."""
    survival = survival_in(evidence, evidence.base_year)
    lived = np.cumprod(survival[:, :-1], axis=1)
    last = lived[:, -1:] * survival[:, -1:] / (1.0 - survival[:, -1:])
    growth = _mean_growth(evidence)
    ages = np.arange(survival.shape[1])
    per_birth = np.concatenate([lived, last], axis=1) * np.exp(-growth * ages)
    return np.asarray(per_birth * _shares_of_boys_and_girls(evidence, evidence.base_year)[:, None])


def _mean_growth(evidence: Evidence) -> float:
    times, people = of_nation(evidence.history.population).known(0)
    if times.size < 2:
        return 0.0
    return float(np.log(people[-1] / people[0]) / (times[-1] - times[0]))


def _shares_of_boys_and_girls(evidence: Evidence, year: int) -> Floats:
    published = published_years(evidence.schedules.sex_ratio_at_birth)
    ratio = USUAL_SEX_RATIO
    if published.size:
        ratio = float(schedule(evidence.schedules.sex_ratio_at_birth, year, "sex ratio at birth"))
    return np.array([ratio, 1.0]) / (1.0 + ratio)


def _ages(evidence: Evidence) -> int:
    return int(evidence.schedules.mortality.sizes["age"])


def _with_open_age(people: Floats, ages: int) -> Floats:
    """Close the table at the open age of the death rates.

    Older people are counted in it, none are dropped.
    """
    if people.shape[1] <= ages:
        return np.pad(people, ((0, 0), (0, ages - people.shape[1])))
    closed = people[:, :ages].copy()
    closed[:, -1] = people[:, ages - 1 :].sum(axis=1)
    return closed
