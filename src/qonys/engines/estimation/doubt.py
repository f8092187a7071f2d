"""How sure we are of each estimate, as a standard deviation on the log scale, territory by territory.

Where the data can tell (a census that moved the count, an extrapolation that can be checked, the spread of
a relation, counts of several years) they do; the rest are assumptions, each with its reason.
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.estimation.births import BirthRates
from qonys.engines.estimation.broad_ages import AgeTable
from qonys.engines.estimation.internal_migration import Margins
from qonys.engines.estimation.mortality import year_of_life_expectancy
from qonys.engines.estimation.rebase import last_rebase
from qonys.engines.estimation.series import by_territory, of_nation
from qonys.engines.estimation.totals import Totals
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.rates import Doubt

Floats = NDArray[np.float64]

CENSUS_ITSELF = 0.005  # undercount of a good census
BETWEEN_CENSUSES = 10.0  # years over which registers drift away from the people
UNCHECKED_COUNT = 0.015  # a published total whose books cannot be checked
NO_COUNT = 0.03  # half of the base revisions between UN vintages exceed some 2 %: a standard deviation of 3 %
REGION_COUNT = 0.005  # people registered in one territory who live in another
EXTRAPOLATION_LEAST = 0.003  # a few territories may come out right by luck
EXTRAPOLATION_PER_YEAR = 0.01  # where it cannot be measured
AGES_AT_COUNT, AGES_PER_YEAR, AGES_UNKNOWN, AGES_SPLIT = 0.02, 0.01, 0.10, 0.03
REGISTERED_BIRTHS, BIRTHS_PER_YEAR, BIRTHS_INDIRECT, BIRTHS_UNKNOWN = 0.02, 0.015, 0.10, 0.20
LIFE_EXPECTANCY, DEATHS_PER_YEAR, BY_DEATHS, DEATHS_UNKNOWN = 0.04, 0.01, 0.10, 0.15
LEAST_MOVES, MOVES_UNKNOWN = 0.10, 0.50


def doubt(evidence: Evidence, totals: Totals, table: AgeTable | None, rates: BirthRates, moves: Margins) -> Doubt:
    """Every estimate's standard deviation."""

    def by_unit(values: Floats) -> xr.DataArray:
        return xr.DataArray(values, coords={"territory": list(evidence.territories.codes)}, dims=("territory",))

    return Doubt(
        base_nation=_nation(evidence),
        base=by_unit(_territory_totals(evidence, totals)),
        base_age=by_unit(_ages(evidence, table)),
        fertility=by_unit(_fertility(evidence, rates)),
        mortality=by_unit(_mortality(evidence)),
        internal_migration=by_unit(_moves(moves)),
    )


def _nation(evidence: Evidence) -> float:
    """Census error, and the drift of the register since.

    The last rebase moved the count by what ten years built up.
    """
    published = of_nation(evidence.history.population).latest(evidence.base_year)
    if not np.isfinite(published[0][0]):
        return NO_COUNT
    waiting = EXTRAPOLATION_PER_YEAR * (evidence.base_year - published[1][0])
    rebase = last_rebase(evidence.history, evidence.base_year)
    if rebase is None:
        return float(np.hypot(UNCHECKED_COUNT, waiting))
    drift = abs(rebase.size) * min(1.0, (evidence.base_year - rebase.year) / BETWEEN_CENSUSES)
    return float(np.sqrt(CENSUS_ITSELF**2 + drift**2 + waiting**2))


def _territory_totals(evidence: Evidence, totals: Totals) -> Floats:
    """Given the nation.

    Small where the total is published, growing with the years since the latest count elsewhere.
    """
    measured = max(totals.yearly_error, EXTRAPOLATION_LEAST)
    yearly = measured if np.isfinite(measured) else EXTRAPOLATION_PER_YEAR
    carried = yearly * np.where(totals.published, 0.0, totals.age_of_count)
    return np.where(np.isfinite(carried), np.hypot(REGION_COUNT, carried), 0.30)


def _ages(evidence: Evidence, table: AgeTable | None) -> Floats:
    """Grows with the age of the age table.

    More where the unit was cut out of an older one, most without a table.
    """
    if table is None:
        return np.full(len(evidence.territories), AGES_UNKNOWN)
    carried = AGES_PER_YEAR * (evidence.base_year - table.year)
    sd = np.sqrt(AGES_AT_COUNT**2 + carried**2 + np.where(table.split, AGES_SPLIT, 0.0) ** 2)
    return np.where(table.known, sd, AGES_UNKNOWN)


def _fertility(evidence: Evidence, rates: BirthRates) -> Floats:
    """Registered births are nearly exact.

    A rate loses value with each year; an indirect one has its relation's spread.
    """
    waited = evidence.base_year - 1 - rates.relative.latest()[1]
    indirect = max(rates.residual, BIRTHS_INDIRECT) if np.isfinite(rates.residual) else BIRTHS_UNKNOWN
    return np.where(rates.published, np.hypot(REGISTERED_BIRTHS, BIRTHS_PER_YEAR * waited), indirect)


def _mortality(evidence: Evidence) -> Floats:
    """By the kind of evidence: life expectancy, else deaths, else nothing but the nation."""
    codes = evidence.territories.codes
    waited = np.maximum(evidence.base_year - 1 - year_of_life_expectancy(evidence), 0.0)
    deaths = np.isfinite(by_territory(evidence.regions.deaths, codes).latest()[0])
    deaths |= np.isfinite(by_territory(evidence.regions.crude_death_rate, codes).latest()[0])
    without = np.where(deaths, BY_DEATHS, DEATHS_UNKNOWN)
    return np.where(np.isfinite(waited), np.hypot(LIFE_EXPECTANCY, DEATHS_PER_YEAR * waited), without)


def _moves(moves: Margins) -> Floats:
    """As wide as the yearly totals were apart: registering changed more than moving did."""
    known = max(moves.spread, LEAST_MOVES) if np.isfinite(moves.spread) else MOVES_UNKNOWN / 2
    return np.where(moves.published, known, MOVES_UNKNOWN)
