"""Moves on the map: one arrow a flow, bent to its right so that there and back lie side by side.

As wide as there are people, with a head where they go: the direction needs no colour. The largest is drawn first, so
that it covers nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qonys.office.portal.public.drawing import palette
from qonys.office.portal.public.drawing.atlas import Atlas

Point = tuple[float, float]
Pair = tuple[str, str, float]  # origin, destination, persons
WIDEST, THINNEST = 15.0, 1.6  # of the map's 1000 units
BEND, LEAST_BEND = 0.15, 30.0  # of the way; a city inside its region still needs a bow that can be seen
FROM_CENTRE, TO_CENTRE = 4.0, 8.0
STEPS = 18
APART = 84.0  # at least, a region's end of an arrow from its city's
NUMBERS_APART = 34.0  # on a phone the map is a third as wide, and its numbers three times as large
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)  # of the way, where a number may stand


@dataclass(frozen=True)
class Arc:
    """`number` is its place in the list beside the map; it stands at (x, y)."""

    number: int
    path: str
    x: float
    y: float


def arcs(atlas: Atlas, pairs: Sequence[Pair], most: float) -> tuple[Arc, ...]:
    """Arrows for (origin, destination, persons); `most` persons are as wide as WIDEST."""
    at = _anchors(atlas)
    taken = [(outline.x + (40.0 if outline.small else 0.0), outline.y) for outline in atlas.outlines]  # the names
    drawn = []
    for number, (origin, destination, persons) in enumerate(pairs, start=1):
        if origin in at and destination in at:
            way = _Way.between(at[origin], at[destination])
            x, y = _free(way, taken)
            taken.append((x, y))
            drawn.append(Arc(number, way.arrow(width(persons, most)), round(x, 1), round(y, 1)))
    return tuple(drawn)


def width(persons: float, most: float) -> float:
    """In units of the map: in proportion to people, yet never too thin to see."""
    return max(WIDEST * persons / most, THINNEST) if most > 0 else THINNEST


def legend(most: float) -> tuple[tuple[float, float], ...]:
    """(persons, width) of two round sizes a reader can compare arrows with."""
    top = palette.round_below(max(most, 1.0))
    return tuple((size, round(width(size, most), 1)) for size in (top, top / 5))


def _anchors(atlas: Atlas) -> dict[str, Point]:
    """Where arrows begin and end: the centres; that of a region moves away from a city inside it."""
    at = {outline.code: (outline.x, outline.y) for outline in atlas.outlines}
    cities = [(outline.x, outline.y) for outline in atlas.outlines if outline.small]
    for outline in atlas.outlines:
        near = [city for city in cities if 0 < math.dist(city, (outline.x, outline.y)) < APART]
        if near and not outline.small:
            city = min(near, key=lambda each: math.dist(each, (outline.x, outline.y)))
            far = APART / math.dist(city, (outline.x, outline.y))
            at[outline.code] = (city[0] + (outline.x - city[0]) * far, city[1] + (outline.y - city[1]) * far)
    return at


@dataclass(frozen=True)
class _Way:
    """A quadratic Bézier curve from `start` to `end`, drawn towards `pull`."""

    start: Point
    pull: Point
    end: Point

    @classmethod
    def between(cls, start: Point, end: Point) -> _Way:
        along, across = end[0] - start[0], end[1] - start[1]
        length = math.hypot(along, across) or 1.0
        bow = 2 * max(BEND * length, LEAST_BEND)  # the curve comes half as near as its pull
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        return cls(start, (middle[0] - across / length * bow, middle[1] + along / length * bow), end)

    def at(self, t: float) -> Point:
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        return (
            a * self.start[0] + b * self.pull[0] + c * self.end[0],
            a * self.start[1] + b * self.pull[1] + c * self.end[1],
        )

    def side(self, t: float, off: float) -> Point:
        """The point `off` units to the right of the curve."""
        along = (1 - t) * (self.pull[0] - self.start[0]) + t * (self.end[0] - self.pull[0])
        across = (1 - t) * (self.pull[1] - self.start[1]) + t * (self.end[1] - self.pull[1])
        length = math.hypot(along, across) or 1.0
        x, y = self.at(t)
        return x - across / length * off, y + along / length * off

    def arrow(self, wide: float) -> str:
        """The outline of the arrow: along its right side, round the head, and back along its left."""
        first, tip = self._reach(FROM_CENTRE), 1 - self._reach(TO_CENTRE, back=True)
        neck = max(first, 1 - self._reach(TO_CENTRE + 7.0 + 0.9 * wide, back=True))
        ways = [first + (neck - first) * step / STEPS for step in range(STEPS + 1)]
        right = [self.side(t, wide / 2) for t in ways]
        left = [self.side(t, -wide / 2) for t in reversed(ways)]
        head = [self.side(neck, wide / 2 + 4.5), self.at(tip), self.side(neck, -wide / 2 - 4.5)]
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (*right, *head, *left)) + "Z"

    def _reach(self, far: float, back: bool = False) -> float:
        """How much of the way lies within `far` units of its start (or end), at most 45 %."""
        centre = self.end if back else self.start
        for percent in range(1, 45):
            x, y = self.at(1 - percent / 100 if back else percent / 100)
            if math.hypot(x - centre[0], y - centre[1]) >= far:
                return percent / 100
        return 0.45


def _free(way: _Way, taken: Sequence[Point]) -> Point:
    """Where on the way a number covers no other; the middle if nowhere does."""
    for t in PLACES:
        point = way.at(t)
        if all(math.dist(point, other) >= NUMBERS_APART for other in taken):
            return point
    return max((way.at(t) for t in PLACES), key=lambda p: min((math.dist(p, o) for o in taken), default=0.0))


def balance(pairs: Mapping[tuple[str, str], float]) -> list[Pair]:
    """What is left of each two opposite flows: (from, to, difference), the largest first."""
    net = [(o, d, persons - pairs.get((d, o), 0.0)) for (o, d), persons in pairs.items()]
    return sorted(((o, d, left) for o, d, left in net if left > 0), key=lambda each: -each[2])
