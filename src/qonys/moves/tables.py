"""Flows as the tables a run keeps: pairs, totals, and how the methods of forecasting them did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qonys.engines.projection.course import scaling
from qonys.engines.vocabulary.rates import Estimates
from qonys.engines.vocabulary.sex import SEXES
from qonys.moves.chain import Moves

Floats = NDArray[np.float64]

BOUNDS = ("low_80", "high_80", "low_95", "high_95")


def tables(moves: Moves, estimates: Estimates, nation: str) -> dict[str, pl.DataFrame]:
    """`flows`, `flow_totals`, `flow_ages` and `flow_methods` of a run's folder."""
    totals = pl.concat([_published(moves, nation), *_totals_since(moves, nation)]).sort(
        "territory", "direction", "year"
    )
    return {
        "flows": pl.concat(_pairs(moves)),
        "flow_totals": totals,
        "flow_ages": _ages(moves, estimates),
        "flow_methods": _methods(moves),
    }


def _pairs(moves: Moves) -> Iterator[pl.DataFrame]:
    history, bounds = moves.history, moves.bounds("pairs")
    for t in range(history.length):
        estimated = t < moves.published
        low, high = (moves.low[t], moves.high[t]) if estimated else moves.brought_up_to_date(t - moves.published)
        kind = "estimate" if estimated else "nowcast"
        yield _pair_table(moves, history.first + t, kind, history.flows[t], {"low_80": low, "high_80": high})
    for step, mean in enumerate(moves.made.pairs.mean):
        edges = dict(zip(BOUNDS, bounds[step].reshape(4, -1), strict=True))
        yield _pair_table(moves, moves.first_year + step, "forecast", mean, edges)


def _pair_table(moves: Moves, year: int, kind: str, persons: Floats, edges: Mapping[str, Floats]) -> pl.DataFrame:
    history = moves.history
    none = pl.lit(None, pl.Float32)
    return pl.DataFrame(
        {
            "origin": [history.regions[each] for each in history.origin],
            "destination": [history.regions[each] for each in history.destination],
            "year": np.full(history.origin.size, year, dtype=np.int32),
            "kind": [kind] * history.origin.size,
            "persons": persons.astype(np.float32),
            **{name: edges[name].astype(np.float32) for name in BOUNDS if name in edges},
        }
    ).with_columns(none.alias(name) for name in BOUNDS if name not in edges)


def _published(moves: Moves, nation: str) -> pl.DataFrame:
    history = moves.history
    rows = []
    for t in range(moves.published):
        head = history.first + t, "published"
        for r, code in enumerate(history.regions):
            rows += [(code, "in", *head, history.arrivals[t, r]), (code, "out", *head, history.departures[t, r])]
        rows.append((nation, "all", *head, history.nation[t]))
    columns = {
        "territory": pl.String,
        "direction": pl.String,
        "year": pl.Int32,
        "kind": pl.String,
        "persons": pl.Float32,
    }
    none = pl.lit(None, pl.Float32)
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(none.alias(name) for name in BOUNDS)


def _totals_since(moves: Moves, nation: str) -> Iterator[pl.DataFrame]:
    """Years brought up to date, then years ahead: both with intervals."""
    regions, since = moves.history.regions, moves.first_year - (moves.history.length - moves.published)
    sides = ("in", "arrivals", regions), ("out", "departures", regions), ("all", "nation", (nation,))
    for direction, side, names in sides:
        made, ahead = moves.totals_since(side), getattr(moves.made, side).mean
        yield from _totals(direction, names, since, "nowcast", made.mean, made.bounds)
        yield from _totals(direction, names, moves.first_year, "forecast", ahead, moves.bounds(side))


def _totals(
    direction: str, names: Sequence[str], first: int, kind: str, mean: Floats, bounds: Floats
) -> Iterator[pl.DataFrame]:
    """One table a year: mean (years, k), bounds (years, levels, 2, k)."""
    for step, persons in enumerate(mean):
        yield pl.DataFrame(
            {
                "territory": list(names),
                "direction": [direction] * len(names),
                "year": np.full(len(names), first + step, dtype=np.int32),
                "kind": [kind] * len(names),
                "persons": persons.astype(np.float32),
                **dict(zip(BOUNDS, bounds[step].reshape(4, -1).astype(np.float32), strict=True)),
            }
        )


def _ages(moves: Moves, estimates: Estimates) -> pl.DataFrame:
    """Who moves in the first year ahead, by sex and age: model ages, scaled to the forecast's totals."""
    pattern = moves.pattern(estimates).internal_migration.transpose("origin", "destination", "sex", "age")
    movers = np.asarray(pattern.values) * estimates.base.values[:, None]
    rows, columns = scaling(movers.sum(axis=(2, 3)), moves.made.departures.mean[0], moves.made.arrivals.mean[0])
    movers = movers * rows[:, None, None, None] * columns[:, None, None]
    codes, ages = moves.history.regions, movers.shape[3]
    parts = []
    for direction, persons in (("out", movers.sum(axis=1)), ("in", movers.sum(axis=0))):
        parts.append(
            pl.DataFrame(
                {
                    "territory": np.repeat(codes, 2 * ages),
                    "direction": [direction] * persons.size,
                    "year": np.full(persons.size, moves.first_year, dtype=np.int32),
                    "sex": np.tile(np.repeat([str(sex) for sex in SEXES], ages), len(codes)),
                    "age": np.tile(np.arange(ages, dtype=np.int16), 2 * len(codes)),
                    "persons": persons.ravel().astype(np.float32),
                }
            )
        )
    return pl.concat(parts)


def _methods(moves: Moves) -> pl.DataFrame:
    """How every method did at earlier cut-offs, relative to "next year as this year", and whether it is heard."""
    rows = [
        (step, name, float(told.relative_error[k]), told.vintages, float(told.weight[k]), str(told.standing[k]))
        for step, told in enumerate(moves.learnt.weights, start=1)
        for k, name in enumerate(moves.learnt.candidates)
    ]
    columns = {
        "steps_ahead": pl.Int32, "method": pl.String, "error_relative_to_persistence": pl.Float64,
        "vintages": pl.Int32, "weight": pl.Float64, "standing": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        pl.col("error_relative_to_persistence").fill_nan(None)
    )
