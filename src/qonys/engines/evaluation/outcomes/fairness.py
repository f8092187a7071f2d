"""Are groups served alike? What was promised and what came about, by sex, age or origin. Groups are never inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class GroupFigure:
    """One group. `gap`: how much better (or worse) it fared than predicted; an interval that holds no zero is a sign
    that the model serves the group badly and must be looked at."""

    families: int
    predicted: float
    happened: float
    low: float  # of what happened (Wilson)
    high: float
    gap: float
    gap_low: float
    gap_high: float

    @property
    def misjudged(self) -> bool:
        return self.gap_low > 0 or self.gap_high < 0


def by_group(
    predicted: ArrayLike, happened: ArrayLike, groups: Sequence[str], smallest: int = 1
) -> Mapping[str, GroupFigure]:
    """Figures of each group of at least `smallest` families, in the order of their names."""
    said, was = np.asarray(predicted, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    names = np.asarray(groups)
    found = {str(name): names == name for name in np.unique(names)}
    return {name: _figure(said[here], was[here]) for name, here in found.items() if here.sum() >= smallest}


def wilson(share: ArrayLike, count: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Interval of a share of so many: never below 0 or above 1, also where nobody or everybody did it."""
    said, of = np.asarray(share, dtype=np.float64), np.asarray(count, dtype=np.float64)
    z = float(ndtri((1 + level) / 2))
    middle = (said + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z * np.sqrt(said * (1 - said) / of + z**2 / (4 * of**2)) / (1 + z**2 / of)
    return np.clip(middle - half, 0.0, said), np.clip(middle + half, said, 1.0)  # the last digit may miss 0 and 1


def _figure(said: Floats, was: Floats) -> GroupFigure:
    count, share = len(was), float(was.mean())
    z = float(ndtri((1 + LEVEL) / 2))
    low, high = wilson(share, count)
    gap = float((was - said).mean())
    # By the chances that were said: with few families the spread of the outcomes themselves is a poor guide.
    wide = z * float(np.sqrt((said * (1 - said)).sum())) / count
    return GroupFigure(
        families=count,
        predicted=float(said.mean()),
        happened=share,
        low=float(low),
        high=float(high),
        gap=gap,
        gap_low=gap - wide,
        gap_high=gap + wide,
    )
