"""How the mortality of each territory differs from the nation's, by sex and age.

One number by territory and sex multiplies the nation's hazards so that the life table shows the published
difference in life expectancy. Its effect fades at the oldest ages, where mortality is alike everywhere (as
in the standards of Brass and in the Human Mortality Database's old-age model).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.estimation.births import mid_year_population
from qonys.engines.estimation.series import Series, by_territory, of_nation, schedule
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.life_table import life_expectancy
from qonys.engines.vocabulary.sex import SEXES

Floats = NDArray[np.float64]

FULL_UNTIL, GONE_BY = 65.0, 100.0  # ages at which the difference begins to fade and has faded
CRISIS = 0.75  # years of life expectancy lost since an earlier year: 2020 and 2021 say little about other years
STRONGEST = 2.5  # a multiplier of the hazards beyond this is a misprint, not a territory
HALVINGS = 40


def mortality_pattern(evidence: Evidence, people: Floats) -> Floats:
    """Ratio (territory, sex, age) of each territory's hazard of dying to the nation's."""
    national = schedule(evidence.schedules.mortality, evidence.base_year - 1, "mortality")
    gap = life_expectancy_gaps(evidence)
    by_life_table = _solve(national, gap)
    multiplier = np.where(np.isfinite(gap), by_life_table, _by_deaths(evidence, people, national)[:, None])
    return _with_the_nations_deaths(_faded(multiplier, national.shape[1]), people, national)


def _with_the_nations_deaths(ratio: Floats, people: Floats, national: Floats) -> Floats:
    """Scale the ratios of each sex so that the territories' deaths add up to the nation's at any level.

    The published differences are consistent with one another, so this moves life expectancy by some
    hundredths of a year (Kazakhstan 2026: 0.03 for men, 0.01 for women).
    """
    deaths = people * national
    together = (deaths * ratio).sum(axis=(0, 2)) / np.maximum(deaths.sum(axis=(0, 2)), 1e-300)
    return np.asarray(ratio / together[:, None])


def life_expectancy_gaps(evidence: Evidence) -> Floats:
    """Life expectancy of each territory minus the nation's (territory, sex), in the latest ordinary year.

    Where the latest year has a figure for both sexes only, its change since the last figures by sex is
    given to both.
    """
    both, by_sex = _gap_series(evidence, "both"), [_gap_series(evidence, str(sex)) for sex in SEXES]
    recent, recent_year = both.latest()
    gaps = []
    for one in by_sex:
        own, own_year = one.latest()
        gap = np.where(np.isfinite(own), own, recent)
        for unit in np.flatnonzero(recent_year > own_year):
            then = both.at(own_year[unit])[unit]
            gap[unit] += recent[unit] - then if np.isfinite(then) else 0.0
        gaps.append(gap)
    return np.stack(gaps, axis=1)


def year_of_life_expectancy(evidence: Evidence) -> Floats:
    """The year of the latest usable figure by territory; NaN where there is none."""
    years = [_gap_series(evidence, name).latest()[1] for name in ("both", *map(str, SEXES))]
    return np.asarray(np.fmax.reduce(years))


def national_life_expectancy(evidence: Evidence, sex: str) -> Series:
    """The nation's published life expectancy of one sex, or of both (the mean where that is not given)."""
    published = evidence.history.life_expectancy
    if sex in published["sex"].values:
        return of_nation(published.sel(sex=sex, drop=True))
    return of_nation(published.sel(sex=[str(s) for s in SEXES]).mean("sex", skipna=False))


def _gap_series(evidence: Evidence, sex: str) -> Series:
    """Territory minus nation in every ordinary year in which both are published."""
    codes = evidence.territories.codes
    if sex not in evidence.regions.life_expectancy["sex"].values:
        return Series(np.empty(0), np.empty((len(codes), 0)))
    here = by_territory(evidence.regions.life_expectancy.sel(sex=sex, drop=True), codes)
    nation = national_life_expectancy(evidence, sex)
    there = np.array([nation.at(year)[0] if _is_ordinary(nation, year) else np.nan for year in here.times])
    return Series(here.times, here.values - there).between(-np.inf, evidence.base_year)


def _is_ordinary(nation: Series, year: float) -> bool:
    """False for a year whose life expectancy lies clearly below the best of the five years before it."""
    before = nation.between(year - 5, year - 1).known(0)[1]
    return not (before.size and nation.at(year)[0] < before.max() - CRISIS)


def _faded(multiplier: Floats, ages: int) -> Floats:
    """Spread a multiplier (..., ) over ages (..., age): all of it up to 65, none of it at 100."""
    weight = np.interp(np.arange(ages), [FULL_UNTIL, GONE_BY], [1.0, 0.0])
    return np.asarray(np.exp(np.log(multiplier)[..., None] * weight))


def _solve(national: Floats, gap: Floats) -> Floats:
    """The multiplier (territory, sex) at which life expectancy differs from the nation's by `gap`.

    By bisection.
    """
    wanted = life_expectancy(national) + np.nan_to_num(gap)
    low, high = np.full(gap.shape, -np.log(STRONGEST)), np.full(gap.shape, np.log(STRONGEST))
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        too_long = life_expectancy(national * _faded(np.exp(middle), national.shape[1])) > wanted
        low, high = np.where(too_long, middle, low), np.where(too_long, high, middle)
    return np.asarray(np.exp((low + high) / 2.0))


def _by_deaths(evidence: Evidence, people: Floats, national: Floats) -> Floats:
    """Where no life expectancy is published.

    Registered over expected deaths, both relative to the nation; else 1.
    """
    codes, totals = evidence.territories.codes, people.sum(axis=(1, 2))
    rate = by_territory(evidence.regions.crude_death_rate, codes)
    count = by_territory(evidence.regions.deaths, codes)
    years = sorted(set(rate.times) | set(count.times))
    expected = (people * national).sum(axis=(1, 2)) / totals
    expected = expected / np.average(expected, weights=totals)
    observed = np.full(len(codes), np.nan)
    for year in (year for year in years if year < evidence.base_year):
        died = count.at(year) / mid_year_population(evidence, totals, year)
        died = np.where(np.isfinite(died), died, rate.at(year))
        relative = died / _national_death_rate(evidence, year)
        observed = np.where(np.isfinite(relative), relative, observed)
    ratio = np.clip(observed / expected, 1.0 / STRONGEST, STRONGEST)
    return np.where(np.isfinite(ratio), ratio, 1.0)


def _national_death_rate(evidence: Evidence, year: float) -> float:
    people = of_nation(evidence.history.population)
    middle = np.nanmean([people.at(year)[0], people.at(year + 1)[0]]) if np.isfinite(people.at(year)[0]) else np.nan
    return float(of_nation(evidence.history.deaths).at(year)[0] / middle)
