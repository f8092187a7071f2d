"""Paired dots: two numbers of each region on one scale. Places are shares of the width, so the drawing fits any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MARGIN = 2.0  # per cent left free on both sides, for the dots themselves


@dataclass(frozen=True)
class Pair:
    """`before` and `after` are places along the width, such as "37.5%"; `before` is empty where nothing is known."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Pairs:
    rows: tuple[Pair, ...]
    ticks: tuple[tuple[str, float], ...]  # place, value


def pairs(values: Mapping[str, tuple[float | None, float]]) -> Pairs:
    """Rows in the order of `values`: (before, after) by key."""
    top = nice(max((max(after, before or 0.0) for before, after in values.values()), default=1.0))

    def place(value: float) -> str:
        return f"{MARGIN + (100 - 2 * MARGIN) * value / top:.2f}%"

    rows = tuple(
        Pair(key, "" if before is None else place(before), place(after)) for key, (before, after) in values.items()
    )
    return Pairs(rows, tuple((place(share * top), share * top) for share in (0.0, 0.5, 1.0)))


def nice(largest: float) -> float:
    """The next round number: one, two or five with zeros."""
    if largest <= 0:
        return 1.0
    size = 10.0 ** len(str(int(largest))) / 10
    return next(size * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if size * step >= largest)
