"""Cells without a figure, filled from the same pair in other periods of the same season."""

from __future__ import annotations

import numpy as np

from qonys.engines.flows.history import Floats


def usual(table: Floats, per_year: int) -> Floats:
    """The smaller of the nearest figures before and after of the same season; 0 where there is neither."""
    before, after = _nearest(table, per_year)
    return np.nan_to_num(np.fmin(before, after), nan=0.0)


def _nearest(table: Floats, per_year: int) -> tuple[Floats, Floats]:
    """The last figure before and the first one after each cell, of the same season; NaN where there is none."""
    before, after = np.full_like(table, np.nan), np.full_like(table, np.nan)
    for position in range(per_year, len(table)):
        last = table[position - per_year]
        before[position] = np.where(np.isfinite(last), last, before[position - per_year])
    for position in range(len(table) - per_year - 1, -1, -1):
        following = table[position + per_year]
        after[position] = np.where(np.isfinite(following), following, after[position + per_year])
    return before, after


def fill(table: Floats, per_year: int) -> Floats:
    """Unknown cells between their neighbours of the same season, evenly on the log scale."""
    if np.isfinite(table).all():
        return table
    before, after = _nearest(table, per_year)
    gap_before, gap_after = _gaps(table, per_year)
    weight = gap_after / (gap_before + gap_after)
    with np.errstate(invalid="ignore"):
        middle = np.exp(weight * np.log(before + 0.5) + (1 - weight) * np.log(after + 0.5)) - 0.5
    guess = np.where(np.isfinite(middle), np.maximum(middle, 0.0), np.where(np.isfinite(before), before, after))
    seldom = 0.5 * table[np.isfinite(table) & (table > 0)].min()  # a pair never published: fewer than the fewest
    guess = np.where(np.isfinite(guess), guess, _row_mean(table, seldom))
    return np.where(np.isfinite(table), table, guess)


def _row_mean(table: Floats, otherwise: float) -> Floats:
    """The pair's mean over whatever is known of it, in any season."""
    known = np.isfinite(table)
    mean = np.where(known, table, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.broadcast_to(np.where(known.any(axis=0), mean, otherwise), table.shape)


def _gaps(table: Floats, per_year: int) -> tuple[Floats, Floats]:
    """How far away, in years, the nearest figure before and after stands."""
    known = np.isfinite(table)
    before, after = np.ones(table.shape), np.ones(table.shape)
    for position in range(per_year, len(table)):
        before[position] = np.where(known[position - per_year], 1.0, before[position - per_year] + 1.0)
    for position in range(len(table) - per_year - 1, -1, -1):
        after[position] = np.where(known[position + per_year], 1.0, after[position + per_year] + 1.0)
    return before, after
