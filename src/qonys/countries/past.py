"""The long national series a back-test needs, from a country pack.

One publisher's consistent estimates (the UN's reach back to 1950) for population, fertility, life expectancy and net
migration; the country's own register of arrivals and departures where it has one; later totals carried on with the
growth of the country's own count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import xarray as xr

from qonys.countries.pack import CountryPack
from qonys.engines.vocabulary.evidence import NationalHistory, NationalSchedules
from qonys.engines.vocabulary.sex import SEXES


@dataclass(frozen=True)
class NationalPast:
    """Estimates as one publisher sees them today, and the total population by year they must be scored against."""

    history: NationalHistory
    schedules: NationalSchedules
    truth: dict[int, float]  # total population, 1 January


def national_past(pack: CountryPack) -> NationalPast | None:
    """The long past of the pack's `long_series` publisher, or None if it names nobody."""
    publisher = pack.conventions.long_series
    if publisher is None:
        return None
    evidence = pack.evidence()
    estimates = pack.history_by(publisher)
    stocks = january_population(pack.figures(), publisher, pack.current.nation.code, pack.conventions.open_age)
    history = replace(
        estimates,
        population=stocks.sum(("sex", "age")),
        arrivals=evidence.history.arrivals,
        departures=evidence.history.departures,
    )
    schedules = replace(evidence.schedules, population=stocks)
    return NationalPast(history, schedules, _truth(history.population, evidence.history.population))


def january_population(figures: pl.DataFrame, publisher: str, nation: str, open_age: int) -> xr.DataArray:
    """(time, sex, age) on 1 January: the mean of the two Julys around it."""
    rows = figures.filter(
        (pl.col("publisher") == publisher)
        & (pl.col("territory") == nation)
        & (pl.col("indicator") == "population")
        & pl.col("period").str.ends_with("-07-01")
        & pl.col("age").str.contains(r"^\d+\+?$")
        & pl.col("sex").is_in([str(sex) for sex in SEXES])
    ).with_columns(
        year=pl.col("period").str.head(4).cast(pl.Int32), single=pl.col("age").str.strip_suffix("+").cast(pl.Int32)
    )
    years = sorted(rows["year"].unique().to_list())
    july = np.full((len(years), len(SEXES), open_age + 1), np.nan)
    male = str(SEXES[0])
    for year, sex, age, value in rows.select("year", "sex", "single", "value").iter_rows():
        july[year - years[0], 0 if sex == male else 1, age] = value
    labels = {"time": years[1:], "sex": [str(sex) for sex in SEXES], "age": np.arange(open_age + 1)}
    return xr.DataArray((july[:-1] + july[1:]) / 2, labels, ("time", "sex", "age"))


def _truth(estimates: xr.DataArray, counted: xr.DataArray) -> dict[int, float]:
    truth = {int(year): float(estimates.sel(time=year)) for year in estimates.time.values}
    last = max(truth)
    for year in counted.time.values:
        growth = float(counted.sel(time=year) / counted.sel(time=last)) if last in counted.time.values else np.nan
        if year > last and np.isfinite(growth):
            truth[int(year)] = truth[last] * growth
    return truth
