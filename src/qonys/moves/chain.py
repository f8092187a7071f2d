"""From published arrivals and departures to who moves where: estimated, brought up to date, forecast.

    found = country_moves(country, evidence)      None where too little is published
    found.pattern(estimates)                      destinations of the long-run pattern, by the same estimate
    found.ahead                                   what the projection takes of it (see engines/projection/course.py)

Where no table of origins and destinations is published every pair is an estimate and is labelled so. One chain: a year
that is published is estimated, the years since are brought up to date from what part of a year says, the next years
are forecast, and the projection goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.countries.known_moves import read_known_moves
from qonys.countries.pack import CountryPack
from qonys.countries.part_years import part_years
from qonys.engines.flows.forecast import Forecast, Totals, Window, forecast
from qonys.engines.flows.gravity import estimate
from qonys.engines.flows.history import History, matrix, pair_positions
from qonys.engines.flows.two_margins import rake, reconciled
from qonys.engines.projection.course import FlowsAhead
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.rates import Estimates, RegionalPattern

Floats = NDArray[np.float64]

YEARS_AHEAD = 5  # forecast pair by pair; beyond, rates of the long run take over
IN_TEN = 1.2815515655446004  # standard deviations from the median to the edge of eight futures in ten


@dataclass(frozen=True)
class Moves:
    """Yearly flows of all ordered pairs; n = R(R - 1), by origin, then destination."""

    history: History  # published years, estimated by pair, and after them those brought up to date
    published: int  # how many of its years had arrivals and departures
    low: Floats  # (years, n), of the estimates: eight in ten lie within
    high: Floats
    made: Forecast  # of the years after the history; means only, see `bounds`
    learnt: Forecast  # the same years from the last published one: how wide
    layer: Floats  # (n,), moves that were counted: part of every estimate
    distance_km: Floats  # (n,)

    @property
    def first_year(self) -> int:
        """The first year that is forecast."""
        return self.history.last + 1

    def brought_up_to_date(self, step: int) -> tuple[Floats, Floats]:
        """Bounds (n,) of a year since the last published one, as wide as a forecast of it."""
        learnt = self.learnt.pairs
        ratio = (learnt.bounds[step, 0] + 0.5) / (learnt.mean[step] + 0.5)
        low, high = np.maximum((self.history.flows[self.published + step] + 0.5) * ratio - 0.5, 0.0)
        return low, high

    @property
    def ahead(self) -> FlowsAhead:
        nation = self._spread_out(self.made.nation, self.learnt.nation)
        spread = np.log(nation[:, 0, 1, 0] / nation[:, 0, 0, 0]) / (2 * IN_TEN)
        return FlowsAhead(self.made.arrivals.mean, self.made.departures.mean, spread)

    def bounds(self, side: str) -> Floats:
        """(years, levels, 2, k) of "pairs", "arrivals", "departures" or "nation".

        As wide as a forecast from the last published year: what happened since is itself no count.
        """
        return self._spread_out(getattr(self.made, side), getattr(self.learnt, side))

    def totals_since(self, side: str) -> Totals:
        """ "arrivals", "departures" or "nation" of the years since the last published one, as wide as a forecast."""
        known = np.asarray(getattr(self.history, side), dtype=np.float64)[self.published :]
        mean = known[:, None] if known.ndim == 1 else known
        learnt = getattr(self.learnt, side)
        ratio = (learnt.bounds[: len(mean)] + 0.5) / (learnt.mean[: len(mean), None, None] + 0.5)
        return Totals(mean, np.maximum((mean[:, None, None] + 0.5) * ratio - 0.5, 0.0))

    def _spread_out(self, made: Totals, learnt: Totals) -> Floats:
        gap = len(learnt.mean) - len(made.mean)
        ratio = (learnt.bounds[gap:] + 0.5) / (learnt.mean[gap:, None, None] + 0.5)
        return np.asarray(np.maximum((made.mean[:, None, None] + 0.5) * ratio - 0.5, 0.0))

    def pattern(self, estimates: Estimates) -> RegionalPattern:
        """The long-run pattern with destinations estimated as everywhere here; who leaves, and at what age, stays."""
        given = estimates.pattern.internal_migration.transpose("origin", "destination", "sex", "age")
        rates = np.asarray(given.values, dtype=np.float64)
        flows = np.einsum("odsa,osa->od", rates, estimates.base.values)
        out_of, into = flows.sum(axis=1), flows.sum(axis=0)
        pairs = _with_layer(out_of, into, self.distance_km, self.layer)[0]
        shares = matrix(pairs, len(out_of)) / np.maximum(out_of, 1e-300)[:, None]
        moved = shares[:, :, None, None] * rates.sum(axis=1)[:, None]
        return replace(estimates.pattern, internal_migration=xr.DataArray(moved, given.coords, given.dims))


def country_moves(country: CountryPack, evidence: Evidence) -> Moves | None:
    """None with fewer than two territories, or without one year in which all published both sides."""
    codes = evidence.territories.codes
    into, out_of, years = _margins(evidence)
    if len(codes) < 2 or not years:
        return None
    apart = _distances(evidence)
    layer = _layer(read_known_moves(country.folder, country.current), codes)
    found = [_with_layer(*reconciled(out_of[t], into[t])[:2], apart, layer) for t in range(len(years))]
    flows, low, high = (np.array([each[side] for each in found]) for side in range(3))
    history = History.complete(codes, years[0], flows)
    since = range(years[-1] + 1, evidence.base_year)
    current = _up_to_date(history, [part_years(country, year) for year in since])
    windows = [Window(step, step) for step in range(1, len(since) + YEARS_AHEAD + 1)]
    return Moves(
        current, len(years), low, high, forecast(current, windows[:YEARS_AHEAD]), forecast(history, windows),
        layer, apart,
    )  # fmt: skip


def _margins(evidence: Evidence) -> tuple[Floats, Floats, list[int]]:
    """Arrivals and departures (years, R) of the last unbroken run of complete years before the base."""
    sides = [
        side.sel(territory=list(evidence.territories.codes)).transpose("time", "territory")
        for side in (evidence.regions.internal_arrivals, evidence.regions.internal_departures)
    ]
    values = [np.asarray(side.values, dtype=np.float64) for side in sides]
    complete = np.isfinite(values[0]).all(axis=1) & np.isfinite(values[1]).all(axis=1)
    times = [int(year) for year in sides[0].time.values]
    whole = [times[row] for row in np.flatnonzero(complete) if times[row] < evidence.base_year]
    run = [year for year in whole if set(range(year, whole[-1] + 1)) <= set(whole)]
    rows = [times.index(year) for year in run]
    return values[0][rows], values[1][rows], run


def _distances(evidence: Evidence) -> Floats:
    """(n,) km; the mean where a territory has no centre."""
    codes = list(evidence.territories.codes)
    origin, destination = pair_positions(len(codes))
    table = evidence.regions.distance_km.reindex(origin=codes, destination=codes).transpose("origin", "destination")
    apart = np.asarray(table.values, dtype=np.float64)[origin, destination]
    known = apart[np.isfinite(apart)]
    return np.where(np.isfinite(apart), apart, known.mean() if known.size else 1.0)


def _layer(known: Mapping[tuple[str, str], float], codes: tuple[str, ...]) -> Floats:
    origin, destination = pair_positions(len(codes))
    pairs = zip(origin, destination, strict=True)
    return np.array([known.get((codes[o], codes[d]), 0.0) for o, d in pairs])


def _with_layer(out_of: Floats, into: Floats, apart: Floats, layer: Floats) -> tuple[Floats, Floats, Floats]:
    """Estimated pairs with bounds. What was counted stands; distance explains only the moves that are left."""
    origin, destination = pair_positions(len(out_of))
    counted = [np.bincount(side, weights=layer, minlength=len(out_of)) for side in (origin, destination)]
    rest = estimate(np.maximum(out_of - counted[0], 0.0), np.maximum(into - counted[1], 0.0), apart)
    return rest.flows + layer, rest.low + layer, rest.high + layer


def _up_to_date(history: History, nets: list[Mapping[str, float]]) -> History:
    """The history with a year for each of `nets`: net moves by territory where part of the year is published."""
    for net in nets:
        known = np.array([net.get(code, np.nan) for code in history.regions])
        out_of, into = steer_to_net(history.departures[-1], history.arrivals[-1], known)
        count = len(history.regions)
        table = rake(matrix(history.flows[-1], count), out_of, into)[history.origin, history.destination]
        history = replace(
            history,
            flows=np.vstack([history.flows, table]),
            known=np.vstack([history.known, np.zeros((1, table.size), dtype=bool)]),
        )
    return history


def steer_to_net(out_of: Floats, into: Floats, net: Floats) -> tuple[Floats, Floats]:
    """Margins with the net moves (R,) that are known (NaN: not), both sides changing by the same factor.

    The others keep their arrivals and departures, but for what makes the nation's net zero again, shared by size.
    """
    half = np.where(np.isnan(net), 0.0, net) / 2.0
    product = np.sqrt(out_of * into + half**2)
    steered = np.where(np.isnan(net), out_of, product - half), np.where(np.isnan(net), into, product + half)
    excess = steered[1].sum() - steered[0].sum()
    size = np.where(np.isnan(net), out_of + into, 0.0)
    size = size if size.sum() > 0 else out_of + into
    share = excess / 2.0 * size / max(float(size.sum()), 1e-300)
    return steered[0] + share, steered[1] - share
