"""The schematic map as SVG paths, north up, in a box of 1000 units width."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run

WIDTH = 1000.0
MARGIN = 44.0  # names at the border need room
Ring = list[list[float]]


@dataclass(frozen=True)
class Outline:
    """One territory on the map: its path and where its label stands. `small` areas are drawn last, on top."""

    code: str
    path: str
    x: float
    y: float
    small: bool


@dataclass(frozen=True)
class Atlas:
    height: float
    outlines: tuple[Outline, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH:.0f} {self.height:.0f}"


@lru_cache(maxsize=4)
def atlas(run: Run) -> Atlas | None:
    """The map of a run's territories; None when the country pack has no shapes."""
    shapes = selectors.geography(run).shapes
    points = [point for _code, geometry in shapes for ring in _rings(geometry) for point in ring]
    if not points:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))  # degrees of longitude are shorter than of latitude
    unit = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)

    def place(point: list[float]) -> tuple[float, float]:
        return MARGIN + (point[0] - west) * squeeze * unit, 8.0 + (north - point[1]) * unit

    outlines = [_outline(code, [[place(p) for p in ring] for ring in _rings(geometry)]) for code, geometry in shapes]
    return Atlas((north - south) * unit + 16.0, tuple(sorted(outlines, key=lambda outline: outline.small)))


def _outline(code: str, rings: list[list[tuple[float, float]]]) -> Outline:
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "Z" for ring in rings)
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    x, y = _centre(largest)
    return Outline(code, path, round(x, 1), round(y, 1), abs(_area(largest)) < 1500)


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _area(ring: list[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def _centre(ring: list[tuple[float, float]]) -> tuple[float, float]:
    area = _area(ring) or 1.0
    pairs = list(itertools.pairwise(ring))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    return x, y
