"""How many men and women live in each territory on 1 January of the base year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.estimation.rebase import Rebase, last_rebase
from qonys.engines.estimation.series import Series, by_territory, of_nation, published_years, schedule
from qonys.engines.vocabulary.errors import MissingCell, SumsDisagree
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.sex import MALE

Floats = NDArray[np.float64]

WINDOW = 4.0  # years of the past that speak about recent growth
ROUNDING = 0.005  # published parts may miss their published whole by this share; more is an error


@dataclass(frozen=True)
class Totals:
    """Persons by territory and sex (territory, 2), and how they became known."""

    persons: Floats
    published: NDArray[np.bool_]  # (territory,), True where the base total itself is published
    age_of_count: Floats  # (territory,), years since the latest count; NaN where there is none
    yearly_error: float  # measured log error of the extrapolation per year of distance; NaN if it cannot be

    @property
    def by_territory(self) -> Floats:
        return np.asarray(self.persons.sum(axis=1), dtype=np.float64)


def count_people(evidence: Evidence) -> Totals:
    """Published totals stay as they are.

    The others are extrapolated and share what is left of the nation.
    """
    series = counts_on_todays_list(evidence)
    rebase = last_rebase(evidence.history, evidence.base_year)
    published = series.at(evidence.base_year)
    guess = _extrapolate(series, evidence, rebase)
    totals = _add_up(published, guess, _national_total(evidence))
    share = _male_share(evidence)
    error = _measured_error(series, evidence, rebase)
    age = evidence.base_year - series.latest(evidence.base_year)[1]
    persons = np.stack([totals * share, totals * (1.0 - share)], axis=1)
    return Totals(persons, np.isfinite(published), age, error)


def counts_on_todays_list(evidence: Evidence) -> Series:
    """Counts by territory since today's list came into force; all counts where none is that young.

    A code may outlive a split: East Kazakhstan of 2021 and of 2022 are two regions under one code. Offices
    count the year of the change on the new list.
    """
    counts = by_territory(evidence.regions.population, evidence.territories.codes)
    recent = counts.between(evidence.territories.since.year, np.inf)
    return recent if np.isfinite(recent.values).any() else counts


def _extrapolate(series: Series, evidence: Evidence, rebase: Rebase | None, until: float | None = None) -> Floats:
    """Carry the latest count up to `until` forward to the base year by its own recent growth (log-linear)."""
    base = evidence.base_year
    last = base if until is None else until
    value, time = series.latest(last)
    growth = _recent_growth(series, last, rebase, _national_growth(evidence, rebase))
    guess = value * np.exp(growth * (base - time))
    if not np.isfinite(guess).any():
        return np.ones_like(guess)  # nothing was ever counted by territory: equal parts, with wide doubt
    return np.where(np.isfinite(guess), guess, np.nanmean(guess))


def _recent_growth(series: Series, last: float, rebase: Rebase | None, default: float) -> Floats:
    """Yearly log growth of each unit between the first and last count of the window after the last rebase."""
    growth = np.full(len(series.values), default)
    for unit in range(len(series.values)):
        times, values = series.between(rebase.year if rebase else -np.inf, last).known(unit)
        recent = times >= times[-1] - WINDOW if times.size else np.zeros(0, dtype=bool)
        times, values = times[recent], values[recent]
        if times.size > 1 and values.min() > 0:
            growth[unit] = np.log(values[-1] / values[0]) / (times[-1] - times[0])
    return growth


def _national_growth(evidence: Evidence, rebase: Rebase | None) -> float:
    nation = of_nation(evidence.history.population)
    return float(_recent_growth(nation, evidence.base_year, rebase, 0.0)[0])


def _national_total(evidence: Evidence) -> float:
    """The published total of the nation, carried forward if the base year has none yet; NaN if unknown."""
    nation = of_nation(evidence.history.population)
    value, time = nation.latest(evidence.base_year)
    growth = _national_growth(evidence, last_rebase(evidence.history, evidence.base_year))
    return float(value[0] * np.exp(growth * (evidence.base_year - time[0])))


def _add_up(published: Floats, guess: Floats, nation: float) -> Floats:
    """Published totals unchanged, guesses scaled to what remains of the nation."""
    known = np.isfinite(published)
    totals = np.where(known, published, guess)
    if not np.isfinite(nation):
        if not known.any() and np.all(guess == 1.0):
            raise MissingCell(
                "no population total is published, neither for the nation nor for any territory.",
                remedy="Add at least the nation's total on one 1 January.",
            )
        return totals
    rest = nation - float(published[known].sum())
    if known.all():
        if abs(rest) > ROUNDING * nation:
            raise SumsDisagree(
                "the published territories do not add up to the published nation.",
                value=f"territories {published.sum():.0f}, nation {nation:.0f}",
                remedy="Check the vintage of both figures.",
            )
        return np.asarray(totals * (nation / totals.sum()))
    if rest <= 0:
        raise SumsDisagree(
            "the published territories leave nobody for the unpublished ones.",
            value=f"published territories {published[known].sum():.0f}, nation {nation:.0f}",
            remedy="Check the vintage of both figures.",
        )
    totals[~known] *= rest / totals[~known].sum()
    return totals


def _male_share(evidence: Evidence) -> Floats:
    """Share of men by territory, from the latest count by sex; the nation's where a territory has none."""
    codes = evidence.territories.codes
    by_sex = evidence.regions.population_by_sex
    men = by_territory(by_sex.sel(sex="male", drop=True), codes)
    women = by_territory(by_sex.sel(sex="female", drop=True), codes)
    share = Series(men.times, men.values / (men.values + women.values)).latest(evidence.base_year)[0]
    return np.where(np.isfinite(share), share, _national_male_share(evidence, share))


def _national_male_share(evidence: Evidence, known: Floats) -> float:
    if np.isfinite(known).any():
        return float(np.nanmean(known))
    if published_years(evidence.schedules.population).size == 0:
        return 0.495  # the usual share where women outlive men by a few years and nothing else is known
    people = schedule(evidence.schedules.population, evidence.base_year, "population")
    return float(people[MALE].sum() / people.sum())


def _measured_error(series: Series, evidence: Evidence, rebase: Rebase | None) -> float:
    """Back-test: carry counts of up to two years before the base forward and compare with the published base.

    Root mean square of the log error per year of distance, after taking out what scaling to the nation
    takes out.
    """
    base = evidence.base_year
    published = series.at(base)
    until = base - 2.0
    time = series.latest(until)[1]
    guess = np.where(np.isfinite(time), _extrapolate(series, evidence, rebase, until), np.nan)
    error = np.log(guess / published)
    error = error[np.isfinite(error)]
    if error.size < 3:
        return float("nan")
    distance = base - float(np.nanmean(time[np.isfinite(published)]))
    return float(np.sqrt(np.mean((error - error.mean()) ** 2)) / distance)
