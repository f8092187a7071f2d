"""The outlook of a nation: its median rates, and the processes by which it may stray from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.projection.processes.fertility import FertilityOutlook, fertility_outlook
from qonys.engines.projection.processes.migration import MigrationOutlook, migration_outlook
from qonys.engines.projection.processes.mortality import MortalityOutlook, mortality_outlook
from qonys.engines.projection.processes.widths import PRIOR_WIDTHS, Widths
from qonys.engines.vocabulary.evidence import NationalHistory, NationalSchedules
from qonys.engines.vocabulary.life_table import survival_from_mx
from qonys.engines.vocabulary.rates import NationalRates
from qonys.engines.vocabulary.sex import SEXES

Floats = NDArray[np.float64]

USUAL_SEX_RATIO = 1.05  # boys per girl where none is published


@dataclass(frozen=True)
class Outlook:
    """Flows of the calendar years `first_year` .. `last_year` - 1, at the median and around it."""

    first_year: int
    last_year: int
    rates: NationalRates
    fertility: FertilityOutlook
    mortality: MortalityOutlook
    migration: MigrationOutlook
    widths: Widths

    @property
    def years(self) -> int:
        return self.last_year - self.first_year


def outlook(
    history: NationalHistory,
    schedules: NationalSchedules,
    first_year: int,
    last_year: int,
    widths: Widths = PRIOR_WIDTHS,
) -> Outlook:
    """Fit every process to the years before `first_year`; nothing later enters but published assumptions."""
    fertility = fertility_outlook(history, schedules, first_year, last_year)
    mortality = mortality_outlook(history, schedules, first_year, last_year)
    ages = fertility.median.shape[-1]
    migration = migration_outlook(history, schedules.net_migration, ages, first_year, last_year)
    years = np.arange(first_year, last_year)
    rates = _rates(years, fertility, mortality, migration, _sex_ratio(schedules, years))
    return Outlook(first_year, last_year, rates, fertility, mortality, migration, widths)


def _sex_ratio(schedules: NationalSchedules, years: NDArray[np.int64]) -> Floats:
    published = schedules.sex_ratio_at_birth.dropna("time")
    if published.sizes["time"] == 0:
        return np.full(len(years), USUAL_SEX_RATIO)
    return np.asarray(np.interp(years, published.time.values.astype(int), published.values))


def _rates(
    years: NDArray[np.int64],
    fertility: FertilityOutlook,
    mortality: MortalityOutlook,
    migration: MigrationOutlook,
    sex_ratio: Floats,
) -> NationalRates:
    ages = np.arange(fertility.median.shape[-1])
    labels = {"time": years, "sex": [str(sex) for sex in SEXES], "age": ages}
    by_age = ("time", "sex", "age")
    births = fertility.median.copy()
    births[:, [0, -1]] = 0.0  # nobody bears at age 0 or in the open group
    return NationalRates(
        survival=xr.DataArray(survival_from_mx(mortality.median), labels, by_age),
        fertility=xr.DataArray(births, {"time": years, "age": ages}, ("time", "age")),
        sex_ratio_at_birth=xr.DataArray(sex_ratio, {"time": years}, ("time",)),
        immigrants=xr.DataArray(migration.immigrants.median, labels, by_age),
        emigrants=xr.DataArray(migration.emigrants.median, labels, by_age),
    )
