"""A line explained as steps from left to right: where it began, what was added or taken, where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT, BAR = 140.0, 16.0, 10.0
THINNEST = 1.5  # a step of one person in a thousand is still seen


@dataclass(frozen=True)
class Step:
    """One bar; `kind` is start, up or down."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Steps:
    """Bars in a box of WIDTH x HEIGHT, and where the line ends. Every line has a scale of its own."""

    bars: tuple[Step, ...]
    end: float


def steps(amounts: Sequence[int]) -> Steps | None:
    """None where there is nothing to draw. The first amount is the start, the others are changes."""
    levels = [0]
    for amount in amounts:
        levels.append(levels[-1] + amount)
    largest = max(levels)
    if largest <= 0:
        return None
    unit = (WIDTH - 2) / largest
    bars = []
    for place, (before, after) in enumerate(pairwise(levels)):
        if before == after:
            continue
        kind = "start" if place == 0 else "up" if after > before else "down"
        width = max(abs(after - before) * unit, THINNEST)
        bars.append(Step(kind, round(min(before, after) * unit, 1), round(width, 1)))
    return Steps(tuple(bars), round(levels[-1] * unit, 1))
