"""Raking: the table nearest to a first guess that adds up to known margins (iterative proportional fitting).

Deming and Stephan (1940), Annals of Mathematical Statistics 11(4). Zeros stay zero, and what the margins
say nothing about (the odds ratios of the first guess) is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qonys.engines.vocabulary.errors import OutOfRange, SumsDisagree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TOLERANCE = 1e-10  # largest relative gap between a margin and the raked table
ROUNDS = 5_000


@dataclass(frozen=True)
class Margin:
    """Known sums of a table: cell i of the flattened table counts towards `target[cell[i]]`."""

    name: str
    cell: Ints
    target: Floats

    @classmethod
    def over(
        cls,
        name: str,
        shape: Sequence[int],
        axes: Sequence[int],
        target: ArrayLike,
        groups: Mapping[int, Ints] | None = None,
    ) -> Margin:
        """Sums kept along `axes`; `groups` maps an axis to the group each of its positions belongs to.

        `target` has one dimension per kept axis, of the axis' length or of its number of groups.
        """
        wanted = np.asarray(target, dtype=np.float64)
        positions = np.indices(shape)
        kept = [groups[axis][positions[axis]] if groups and axis in groups else positions[axis] for axis in axes]
        return cls(name, np.ravel_multi_index(kept, wanted.shape).ravel(), wanted.ravel())


def rake(seed: ArrayLike, margins: Sequence[Margin], tolerance: float = TOLERANCE) -> Floats:
    """Adjust `seed` (any shape, cells >= 0) until every margin holds within `tolerance`, relative.

    Raises OutOfRange for a negative cell or target and SumsDisagree where no such table exists: margins
    with different grand totals, a positive margin over cells that are all zero, or margins that contradict
    each other.
    """
    table = np.array(seed, dtype=np.float64)
    flat = table.ravel()
    _refuse_impossible(flat, margins)
    for _ in range(ROUNDS):
        worst = max((_fit(flat, margin) for margin in margins), default=0.0)
        if worst <= tolerance:
            return flat.reshape(table.shape)
    raise SumsDisagree(
        f"raking did not settle after {ROUNDS} rounds: the margins {_names(margins)} contradict each other.",
        value=worst,
        remedy="Check that they describe the same people at the same date.",
    )


def _fit(flat: Floats, margin: Margin) -> float:
    """Scale the table in place to one margin; return the largest relative gap found before."""
    sums = np.bincount(margin.cell, weights=flat, minlength=margin.target.size)
    wanted = margin.target > 0
    gap = np.abs(sums - margin.target)[wanted] / margin.target[wanted]
    factor = np.divide(margin.target, sums, out=np.zeros_like(sums), where=sums > 0)
    flat *= factor[margin.cell]
    stray = float(sums[~wanted].sum()) / max(float(margin.target.sum()), 1e-300)
    return max(float(gap.max(initial=0.0)), stray)


def _refuse_impossible(flat: Floats, margins: Sequence[Margin]) -> None:
    """Stop early, and in words, where no table can satisfy the margins."""
    if not np.isfinite(flat).all() or (flat < 0).any():
        raise OutOfRange("the table to rake has a cell that is negative or not a number.", value=float(flat.min()))
    totals = []
    for margin in margins:
        if not np.isfinite(margin.target).all() or (margin.target < 0).any():
            raise OutOfRange(f"the margin {margin.name!r} has a sum that is negative or not a number.")
        sums = np.bincount(margin.cell, weights=flat, minlength=margin.target.size)
        hollow = int(np.count_nonzero((margin.target > 0) & (sums == 0)))
        if hollow:
            raise SumsDisagree(
                f"{hollow} sums of the margin {margin.name!r} are positive, but all their cells are zero.",
                remedy="Give the first guess a positive value where people are known to be.",
            )
        totals.append(float(margin.target.sum()))
    if totals and max(totals) - min(totals) > 1e-9 * max(max(totals), 1.0):
        raise SumsDisagree(
            f"the margins {_names(margins)} have different grand totals.",
            value=totals,
            remedy="Scale them to one total first.",
        )


def _names(margins: Sequence[Margin]) -> str:
    return ", ".join(repr(margin.name) for margin in margins)
