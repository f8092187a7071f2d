"""The published demand for workers, spread over territories and sectors."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qonys.countries.figures.vintages import latest
from qonys.countries.pack import CountryPack
from qonys.countries.policy import Policy
from qonys.engines.estimation.raking import Margin, rake

Floats = NDArray[np.float64]


def regional_shares(policy: Policy, codes: tuple[str, ...], labour_force: Floats, leavers: Floats) -> Floats:
    """Each territory's share of the nation's hiring, (R,): published where it is.

    In the rest everybody who leaves for good (`leavers` a year, (R,)) is replaced, and what then remains of the
    published total makes new jobs, as many per worker everywhere.
    """
    demand = policy.labour.demand
    published = np.array([demand.regions.get(code, np.nan) for code in codes])
    rest = np.isnan(published)
    if not rest.any():
        return np.asarray(published / published.sum())
    years = demand.period[1] - demand.period[0] + 1
    left = (demand.total - np.nansum(published)) / years
    new_jobs = max(left - leavers[rest].sum(), 0.0) / labour_force[rest].sum()
    wanted = leavers + new_jobs * labour_force
    return np.where(rest, wanted * left / wanted[rest].sum(), published / years) * years / demand.total


def hiring_by_sector(
    country: CountryPack, policy: Policy, codes: tuple[str, ...], regions: Floats
) -> dict[str, Floats]:
    """Of the hiring of each territory (R,), what each sector has of it: both margins published, the table inside raked.

    Sectors are as large everywhere as in the nation, except those that follow rural people.
    """
    labour = policy.labour
    named = dict(labour.demand.sectors)
    rest = [key for key in labour.sectors if key not in named]
    named |= {key: max(labour.demand.total - sum(named.values()), 0.0) / len(rest) for key in rest}
    sectors = np.array([named[key] for key in labour.sectors])
    sectors *= regions.sum() / sectors.sum()
    rural = _rural_share(country, codes)
    follows = np.array([each.spread == "rural" for each in labour.sectors.values()])
    seed = np.where(follows[:, None], np.maximum(rural, 0.01), 1.0) * sectors[:, None] * regions
    margins = [
        Margin.over("sectors", seed.shape, [0], sectors),
        Margin.over("territories", seed.shape, [1], regions),
    ]
    return dict(zip(labour.sectors, rake(seed, margins), strict=True))


def _rural_share(country: CountryPack, codes: tuple[str, ...]) -> Floats:
    """Share of people living in villages, (R,); one where nothing is published."""
    figures = latest(country.figures()).filter((pl.col("sex") == "both") & (pl.col("age") == "all"))
    found = np.ones(len(codes))
    for i, code in enumerate(codes):
        own = figures.filter(pl.col("territory") == code).sort("period")
        rural, urban = (own.filter(pl.col("indicator") == f"population_{kind}") for kind in ("rural", "urban"))
        if len(urban):
            villagers = float(rural["value"][-1]) if len(rural) else 0.0
            found[i] = villagers / (villagers + float(urban["value"][-1]))
    return found
