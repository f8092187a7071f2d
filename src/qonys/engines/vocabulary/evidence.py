"""What is published about one country, as labelled arrays: the door between figures and estimation.

NaN means "nothing is published". Counts are persons, rates per person and year. `territory` runs over the
units of the current list, without the nation. Years: stocks are 1 January of the year, flows the calendar year.
"""

from __future__ import annotations

from dataclasses import dataclass

import xarray as xr

from qonys.engines.vocabulary.territory import Concordance, Territories


@dataclass(frozen=True)
class BroadAges:
    """A published table of broad age groups, perhaps on an older list of territories.

    `persons` is labelled (territory, sex, group); a group reads "0-15", "16-58" or "63+" and the groups of the
    two sexes may differ (NaN where a group does not exist for a sex).
    """

    persons: xr.DataArray
    year: int
    concordance: Concordance | None = None


@dataclass(frozen=True)
class NationalHistory:
    """The nation year by year, each series labelled (time,) unless said otherwise."""

    population: xr.DataArray  # 1 January
    births: xr.DataArray
    deaths: xr.DataArray
    total_fertility: xr.DataArray
    life_expectancy: xr.DataArray  # (time, sex)
    arrivals: xr.DataArray  # external
    departures: xr.DataArray  # external
    net_migration: xr.DataArray  # external


@dataclass(frozen=True)
class NationalSchedules:
    """Published age schedules of the nation, past and assumed, ages 0..open age."""

    population: xr.DataArray  # (time, sex, age), 1 January
    mortality: xr.DataArray  # (time, sex, age), central death rate mx
    fertility: xr.DataArray  # (time, age), births per woman and year
    sex_ratio_at_birth: xr.DataArray  # (time,), boys per girl
    net_migration: xr.DataArray  # (time, sex, age), persons; shape of the age profile only


@dataclass(frozen=True)
class RegionalFigures:
    """What is published by territory."""

    population: xr.DataArray  # (territory, time), 1 January
    population_by_sex: xr.DataArray  # (territory, time, sex), 1 January
    broad_ages: tuple[BroadAges, ...]
    births: xr.DataArray  # (territory, time)
    deaths: xr.DataArray  # (territory, time)
    crude_birth_rate: xr.DataArray  # (territory, time), per person (not per 1,000)
    crude_death_rate: xr.DataArray  # (territory, time), per person
    total_fertility: xr.DataArray  # (territory, time)
    life_expectancy: xr.DataArray  # (territory, time, sex); sex has "both" too
    internal_arrivals: xr.DataArray  # (territory, time), moves from other territories
    internal_departures: xr.DataArray  # (territory, time)
    area_km2: xr.DataArray  # (territory,)
    distance_km: xr.DataArray  # (origin, destination), between centres


@dataclass(frozen=True)
class Evidence:
    """Everything the estimates of one country stand on. The base is 1 January `base_year`."""

    territories: Territories
    base_year: int
    history: NationalHistory
    schedules: NationalSchedules
    regions: RegionalFigures
