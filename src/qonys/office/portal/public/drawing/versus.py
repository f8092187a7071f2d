"""Dots beside a line: on its left what errs less than the simplest guess, on its right what errs more."""

from __future__ import annotations

import math
from dataclasses import dataclass

WIDEST = 4.0  # a quarter of the error at the left edge, four times at the right; what lies beyond stands at the edge


@dataclass(frozen=True)
class Dot:
    """`x` in percent of the width; `shape` tells who speaks, `hollow` that it is not listened to."""

    x: float
    shape: str  # circle, diamond
    hollow: bool
    title: str


@dataclass(frozen=True)
class Line:
    """One question asked of a forecast: what it is about, its dots, and the answer in words."""

    what: str
    dots: tuple[Dot, ...]
    words: str
    verdict: str = ""  # better, same, worse, unknown


def of_ratio(ratio: float) -> float:
    """Where an error relative to the simplest guess stands: 1 in the middle, halves and doubles equally far from it."""
    share = math.log(min(max(ratio, 1 / WIDEST), WIDEST)) / math.log(WIDEST)
    return round(50 + 48 * share, 1)


def of_percent(percent: float) -> float:
    """Where a share of a hundred stands."""
    return round(2 + 0.96 * min(max(percent, 0.0), 100.0), 1)
