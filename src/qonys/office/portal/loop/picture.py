"""The stations on a ring, the outcome model in its middle: where what is learned comes back to the next families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from qonys.office.portal.loop.stations import Station

WIDE, HIGH = 960, 600
BOX, TALL = 216, 64
ACROSS, DOWN = 370, 240  # half axes of the ring


@dataclass(frozen=True)
class Box:
    station: Station
    x: float
    y: float
    kind: str  # fresh, stale, empty

    @property
    def sign(self) -> str:
        """Beside the day: colour alone tells nobody who does not see it."""
        return "⚠ " if self.kind == "stale" else ""


@dataclass(frozen=True)
class Arrow:
    """From the edge of one box to the edge of the next."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True)
class Picture:
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def drawn(stations: Sequence[Station]) -> Picture:
    """The last station stands in the middle."""
    ring, middle = stations[:-1], stations[-1]
    boxes = [_box(station, *_on_ring(number, len(ring))) for number, station in enumerate(ring)]
    arrows = [_arrow(box, boxes[(number + 1) % len(boxes)]) for number, box in enumerate(boxes)]
    centre = _box(middle, WIDE / 2, HIGH / 2)
    by_key = {box.station.key: box for box in boxes}
    arrows += [_arrow(by_key["registers"], centre), _arrow(centre, by_key["placement"])]
    return Picture((*boxes, centre), tuple(arrows))


def _on_ring(number: int, of: int) -> tuple[float, float]:
    """The first at the top, then with the clock."""
    angle = 2 * pi * number / of - pi / 2
    return WIDE / 2 + ACROSS * cos(angle), HIGH / 2 + DOWN * sin(angle)


def _box(station: Station, x: float, y: float) -> Box:
    kind = "empty" if station.on is None else "stale" if station.stale else "fresh"
    return Box(station, round(x, 1), round(y, 1), kind)


def _arrow(one: Box, other: Box) -> Arrow:
    far = max(hypot(other.x - one.x, other.y - one.y), 1.0)
    across, down = (other.x - one.x) / far, (other.y - one.y) / far
    gap = _reach(across, down) + 6
    ends = (one.x + across * gap, one.y + down * gap, other.x - across * gap, other.y - down * gap)
    return Arrow(*(round(each, 1) for each in ends), "stale" if other.station.stale else "fresh")


def _reach(across: float, down: float) -> float:
    """From the middle of a box to its edge in that direction."""
    return min(BOX / 2 / max(abs(across), 1e-9), TALL / 2 / max(abs(down), 1e-9))
