"""Births by territory and year.

Published where they are, indirect where they are not, and always the nation's sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.estimation.series import Series, by_territory, of_nation
from qonys.engines.estimation.totals import counts_on_todays_list
from qonys.engines.vocabulary.evidence import Evidence

Floats = NDArray[np.float64]

PLAUSIBLE = (0.3, 3.0)  # a territory's birth rate relative to the nation's; beyond lies a misprint
ENOUGH = 4  # territories with both figures before a relation between them is fitted


@dataclass(frozen=True)
class BirthRates:
    """Crude birth rates of the territories relative to the nation's."""

    relative: Series  # (territory, year), NaN where nothing is published
    # (territory,), from the share of children in an older age table; 1 where there is none
    indirect: Floats
    residual: float  # spread of the relation behind `indirect`, log scale; NaN where it was not fitted

    @property
    def published(self) -> NDArray[np.bool_]:
        """Territories with at least one published figure."""
        return np.asarray(np.isfinite(self.relative.values).any(axis=1))

    def in_year(self, year: float) -> Floats:
        """By territory.

        Straight between published years, the nearest one outside them, indirect where none is.
        """
        relative = self.indirect.copy()
        for unit in range(len(relative)):
            times, values = self.relative.known(unit)
            if times.size:
                relative[unit] = np.interp(year, times, values)
        return relative


def birth_rates(evidence: Evidence, totals: Floats, child_share: Floats) -> BirthRates:
    """Collect every published sign of the level of births.

    `totals`: base population; `child_share`: older table.
    """
    relative = _published(evidence, totals)
    latest = relative.latest()[0]
    indirect, residual = _from_children(child_share, latest)
    return BirthRates(relative, indirect, residual)


def births_by_territory(evidence: Evidence, rates: BirthRates, totals: Floats, year: int) -> Floats:
    """Births of one calendar year (territory,) that add up to the nation's.

    Relative numbers if it has none.
    """
    exact = by_territory(evidence.regions.births, evidence.territories.codes).at(year)
    guess = rates.in_year(year) * mid_year_population(evidence, totals, year)
    nation = of_nation(evidence.history.births).at(year)[0]
    if not np.isfinite(nation):
        return guess
    known = np.isfinite(exact)
    rest = nation - float(exact[known].sum())
    if known.any() and not known.all() and rest > 0:
        return np.where(known, exact, guess * rest / guess[~known].sum())
    guess = np.where(known, exact, guess) if known.all() else guess
    return np.asarray(guess * (nation / guess.sum()))


def mid_year_population(evidence: Evidence, totals: Floats, year: float) -> Floats:
    """Persons by territory at mid-year, straight (log) between counts; `totals` ends the series at the base.

    Before its first count a territory keeps its share of the nation.
    """
    counts = counts_on_todays_list(evidence).between(-np.inf, evidence.base_year - 0.01)
    nation_times, nation = of_nation(evidence.history.population).known(0)
    middle = np.empty_like(totals)
    for unit in range(len(totals)):
        times, values = counts.known(unit)
        times, values = np.append(times, evidence.base_year), np.append(values, totals[unit])
        middle[unit] = np.exp(np.interp(year + 0.5, times, np.log(np.maximum(values, 1.0))))
        if year + 0.5 < times[0] and nation.size:
            now, then = np.interp([times[0], year + 0.5], nation_times, nation)
            middle[unit] *= then / now
    return middle


def _published(evidence: Evidence, totals: Floats) -> Series:
    """Relative rates from births, else crude rates, else total fertility, for every year that has one."""
    codes, regions = evidence.territories.codes, evidence.regions
    births = by_territory(regions.births, codes)
    crude = by_territory(regions.crude_birth_rate, codes)
    children = by_territory(regions.total_fertility, codes)
    per_woman = of_nation(evidence.history.total_fertility)
    years = np.unique(np.concatenate([births.times, crude.times, children.times]))
    years = years[years < evidence.base_year]
    columns = []
    for year in years:
        nation = _national_rate(evidence, year)
        counted = births.at(year) / mid_year_population(evidence, totals, year) / nation
        by_rate = crude.at(year) / nation
        by_woman = children.at(year) / per_woman.at(year)[0]
        relative = np.where(np.isfinite(counted), counted, np.where(np.isfinite(by_rate), by_rate, by_woman))
        columns.append(np.where((relative > PLAUSIBLE[0]) & (relative < PLAUSIBLE[1]), relative, np.nan))
    return Series(years, np.stack(columns, axis=1) if columns else np.empty((len(codes), 0)))


def _national_rate(evidence: Evidence, year: float) -> float:
    """Births per person and year of the nation; NaN where births or population are missing."""
    people = of_nation(evidence.history.population)
    start, end = people.at(year)[0], people.at(year + 1)[0]
    middle = np.sqrt(start * end) if np.isfinite(end) else start
    return float(of_nation(evidence.history.births).at(year)[0] / middle)


def _from_children(child_share: Floats, published: Floats) -> tuple[Floats, float]:
    """Relative birth rates from the share of children: a log-log line through the published territories.

    With too few of them the rate is taken to be proportional to the share of children.
    """
    both = np.isfinite(child_share) & np.isfinite(published)
    signal = np.log(child_share / np.nanmean(child_share)) if np.isfinite(child_share).any() else child_share
    slope, level, residual = 1.0, 0.0, float("nan")
    if np.count_nonzero(both) >= ENOUGH and np.ptp(signal[both]) > 0.05:
        slope, level = (float(value) for value in np.polyfit(signal[both], np.log(published[both]), 1))
        misses = np.log(published[both]) - level - slope * signal[both]
        residual = float(np.sqrt((misses**2).sum() / (np.count_nonzero(both) - 2)))
    rate = np.clip(np.exp(level + slope * signal), *PLAUSIBLE)
    return np.where(np.isfinite(rate), rate, 1.0), residual
