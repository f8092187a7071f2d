"""Are groups served alike? What was promised and what came about, by sex, age or origin. Groups are never inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qonys.engines.vocabulary.shares import Z95, wilson_interval

Floats = NDArray[np.float64]


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


def _figure(said: Floats, was: Floats) -> GroupFigure:
    count, share = len(was), float(was.mean())
    low, high = wilson_interval(share, count)
    gap = float((was - said).mean())
    # By the chances that were said: with few families the spread of the outcomes themselves is a poor guide.
    wide = Z95 * float(np.sqrt((said * (1 - said)).sum())) / count
    return GroupFigure(
        families=count,
        predicted=float(said.mean()),
        happened=share,
        low=low,
        high=high,
        gap=gap,
        gap_low=gap - wide,
        gap_high=gap + wide,
    )
