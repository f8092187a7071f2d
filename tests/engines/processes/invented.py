"""An invented nation with just enough published about it, so that laws can be tried without any file."""

from __future__ import annotations

import numpy as np
import xarray as xr

from qonys.engines.vocabulary.evidence import NationalHistory, NationalSchedules
from qonys.engines.vocabulary.rates import Doubt

SEX = ["male", "female"]
AGES = np.arange(101)
FIRST, BASE, LAST = 1980, 2026, 2061


def by_year(values, first: int = FIRST) -> xr.DataArray:
    values = np.asarray(values, dtype=float)
    return xr.DataArray(values, {"time": first + np.arange(len(values))}, ("time",))


def nothing() -> xr.DataArray:
    return by_year([])


def history(seed: int = 1, fertility_noise: float = 0.02) -> NationalHistory:
    rng = np.random.default_rng(seed)
    years = BASE - FIRST
    tfr = 2.4 * np.exp(np.cumsum(rng.normal(0, fertility_noise, years)))
    e0 = 68 + 0.15 * np.arange(years) + np.cumsum(rng.normal(0, 0.2, years))
    by_sex = xr.DataArray(
        np.stack([e0 - 4, e0 + 4], axis=1), {"time": FIRST + np.arange(years), "sex": SEX}, ("time", "sex")
    )
    arrivals, departures = np.exp(rng.normal(np.log(20_000), 0.3, (2, years)))
    return NationalHistory(
        population=by_year(np.full(years + 1, 4e6)),
        births=by_year(np.full(years, 70_000.0)),
        deaths=by_year(np.full(years, 40_000.0)),
        total_fertility=by_year(tfr),
        life_expectancy=by_sex,
        arrivals=by_year(arrivals),
        departures=by_year(departures),
        net_migration=by_year(arrivals - departures),
    )


def schedules() -> NationalSchedules:
    years = np.arange(BASE - 2, LAST + 1)
    ageing = np.exp(-9.5 + 0.09 * AGES)[None, None] * np.ones((len(years), 2, 1))
    ageing[..., 0] = 0.01
    decline = np.exp(-0.01 * np.arange(len(years)))[:, None, None]
    labels = {"time": years, "sex": SEX, "age": AGES}
    shape = np.exp(-(((AGES - 28) / 6.0) ** 2) / 2)
    total = np.linspace(2.2, 1.9, len(years))
    migrants = np.exp(-(((AGES - 25) / 8.0) ** 2) / 2) * np.ones((len(years), 2, 1)) * 100.0
    return NationalSchedules(
        population=xr.DataArray(np.full((len(years), 2, 101), 2e4), labels, ("time", "sex", "age")),
        mortality=xr.DataArray(ageing * decline, labels, ("time", "sex", "age")),
        fertility=xr.DataArray(total[:, None] * shape / shape.sum(), {"time": years, "age": AGES}, ("time", "age")),
        sex_ratio_at_birth=by_year(np.full(len(years), 1.06), BASE - 2),
        net_migration=xr.DataArray(migrants, labels, ("time", "sex", "age")),
    )


def codes(territories: int) -> tuple[str, ...]:
    return tuple(f"R-{i:02d}" for i in range(territories))


def doubt(territories: int, nation: float = 0.01, region: float = 0.03) -> Doubt:
    each = xr.DataArray(np.full(territories, region), {"territory": list(codes(territories))}, ("territory",))
    return Doubt(nation, each, each, each, each, 5 * each)
