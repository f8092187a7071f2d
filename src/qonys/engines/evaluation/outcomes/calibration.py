"""Does "60 %" happen in 60 of 100? Reliability, expected calibration error and Brier score, each with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

from qonys.engines.vocabulary.errors import OutOfRange
from qonys.engines.vocabulary.shares import wilson_interval

Floats = NDArray[np.float64]

GROUPS, DRAWS = 10, 400


@dataclass(frozen=True)
class Figure:
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Calibration:
    """How predictions compare with what happened. Reliability by groups of equal size, the lowest first."""

    predicted: Floats  # mean of each group
    happened: Floats
    low: Floats  # of what happened (Wilson)
    high: Floats
    families: Floats
    ece: Figure
    brier: Figure
    reference: float  # Brier score of who always says the overall share: the simplest alternative


def assess(predicted: ArrayLike, happened: ArrayLike, chance: np.random.Generator, groups: int = GROUPS) -> Calibration:
    """`predicted`: chances; `happened`: 0 or 1, one for each family. Intervals by bootstrap over families."""
    said, was = np.asarray(predicted, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    if said.shape != was.shape or said.size < groups:
        raise OutOfRange(
            "a calibration needs as many outcomes as predictions, and at least one for each group.",
            where="outcomes",
            value=(said.size, was.size),
        )
    means, shares, sizes = _grouped(said, was, groups)
    eces, briers = np.empty(DRAWS), np.empty(DRAWS)
    for draw in range(DRAWS):  # one at a time: all at once would be families x draws
        rows = chance.integers(0, said.size, size=said.size)
        eces[draw] = _ece(*_grouped(said[rows], was[rows], groups))
        briers[draw] = ((said[rows] - was[rows]) ** 2).mean()
    overall, intervals = was.mean(), np.array([wilson_interval(*group) for group in zip(shares, sizes, strict=True)])
    return Calibration(
        predicted=means,
        happened=shares,
        low=intervals[:, 0],
        high=intervals[:, 1],
        families=sizes,
        ece=_figure(_ece(means, shares, sizes), eces),
        brier=_figure(float(((said - was) ** 2).mean()), briers),
        reference=float(overall * (1 - overall)),
    )


def one_by_one(
    predicted: ArrayLike, happened: ArrayLike, of: ArrayLike, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """Counts by cell as predictions and outcomes, one each; in no order, so that a group which begins in the middle of
    a cell gets its fair share of the cell's outcomes."""
    yes, all_of = np.rint(np.asarray(happened)).astype(int).ravel(), np.rint(np.asarray(of)).astype(int).ravel()
    chances = np.asarray(predicted, dtype=np.float64).ravel()
    said = np.concatenate([np.repeat(chances, yes), np.repeat(chances, all_of - yes)])
    was = np.concatenate([np.ones(yes.sum()), np.zeros((all_of - yes).sum())])
    order = chance.permutation(said.size)
    return said[order], was[order]


def recalibrated(predicted: ArrayLike, happened: ArrayLike, new: ArrayLike) -> Floats:
    """What the same predictions amounted to: isotonic regression of outcomes on predictions, read off for new ones.

    Order is kept: whoever had the better chance does not have the worse one afterwards.
    """
    said, was = np.asarray(predicted, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    order = np.argsort(said, kind="stable")
    fitted = isotonic_regression(was[order]).x
    return np.asarray(np.interp(np.asarray(new, dtype=np.float64), said[order], fitted))


def _grouped(said: Floats, was: Floats, groups: int) -> tuple[Floats, Floats, Floats]:
    parts = np.array_split(np.argsort(said, kind="stable"), groups)
    means = np.array([said[part].mean() for part in parts])
    shares = np.array([was[part].mean() for part in parts])
    return means, shares, np.array([len(part) for part in parts], dtype=np.float64)


def _ece(means: Floats, shares: Floats, sizes: Floats) -> float:
    return float((np.abs(means - shares) * sizes).sum() / sizes.sum())


def _figure(value: float, drawn: ArrayLike) -> Figure:
    low, high = np.quantile(np.asarray(drawn), [0.025, 0.975])
    return Figure(value, float(low), float(high))
