"""Rates and patterns of change, and the estimates a projection starts from."""

from __future__ import annotations

from dataclasses import dataclass

import xarray as xr

from qonys.engines.vocabulary.population import Population
from qonys.engines.vocabulary.territory import Names


@dataclass(frozen=True)
class NationalRates:
    """What happens to the nation, year by year. `time` is the calendar year in which it happens.

    survival: probability of reaching the arrival age alive by the end of the year; age 0 is the share of the
    year's births alive at its end, the last age holds for everybody in the open group.
    """

    survival: xr.DataArray  # (time, sex, age)
    fertility: xr.DataArray  # (time, age), births per woman and year; 0 at age 0 and at the open age
    sex_ratio_at_birth: xr.DataArray  # (time,), boys per girl
    immigrants: xr.DataArray  # (time, sex, age), persons, by age at the end of the year
    emigrants: xr.DataArray  # (time, sex, age), persons, by age at the end of the year


@dataclass(frozen=True)
class RegionalPattern:
    """How the territories differ from the nation, and how people move between them."""

    fertility: xr.DataArray  # (territory, age), ratio to the nation's fertility rate
    mortality: xr.DataArray  # (territory, sex, age), ratio to the nation's hazard of dying
    internal_migration: xr.DataArray  # (origin, destination, sex, age), yearly probability; 0 on the diagonal
    immigrants: xr.DataArray  # (territory, sex, age), share of the nation's; sums to 1 over territories
    emigrants: xr.DataArray  # (territory, sex, age), share of the nation's; sums to 1 over territories


@dataclass(frozen=True)
class Doubt:
    """Standard deviations, on the log scale, of what was estimated; labelled (territory,)."""

    base_nation: float  # of the nation's base population, common to all cells
    base: xr.DataArray  # of each territory's base total, given the nation's
    base_age: xr.DataArray  # of each territory's age structure, per cell
    fertility: xr.DataArray
    mortality: xr.DataArray
    internal_migration: xr.DataArray


@dataclass(frozen=True)
class Method:
    """One line on how a number was made."""

    subject: str  # "base_population", "fertility", "mortality", "internal_migration", "external_migration"
    text: Names
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Estimates:
    """What estimation hands to projection: a base, a pattern, how sure we are of both, and how they were made."""

    base: Population
    pattern: RegionalPattern
    doubt: Doubt
    methods: tuple[Method, ...]
