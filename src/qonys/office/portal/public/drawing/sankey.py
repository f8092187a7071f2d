"""Moves as ribbons from left to right: where people come from, and where they go.

Heights are pixels and do not change with the page; the ribbons between the names stretch to the width there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT, SLOT, GAP = 560.0, 30.0, 4.0  # of all bars together; of the smallest name of two lines; between two names
Pair = tuple[str, str, float]  # origin, destination, persons
ACROSS, BAR = 1000.0, 12.0  # units across, whatever the page makes of them


@dataclass(frozen=True)
class Node:
    """One territory on one side: its bar from `y`, `height` high; its name stands at `middle`."""

    code: str
    persons: float
    y: float
    height: float
    middle: float


@dataclass(frozen=True)
class Ribbon:
    origin: str
    destination: str
    path: str
    number: int  # among the largest, from 1; 0 for all others


@dataclass(frozen=True)
class Sankey:
    height: float
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    hub: Node | None  # the one territory in the middle, if the picture is of one
    ribbons: tuple[Ribbon, ...]

    @property
    def sides(self) -> tuple[tuple[str, tuple[Node, ...]], ...]:
        return (("left", self.left), ("right", self.right))

    @property
    def hub_x(self) -> float:
        """Where the bar in the middle begins."""
        return (ACROSS - BAR) / 2 if self.left and self.right else (ACROSS - BAR if self.left else 0.0)


def between_all(pairs: Sequence[Pair], named: int) -> Sankey:
    """Every origin on the left, every destination on the right; `pairs` come largest first."""
    came, left = _sums(pairs)
    scale = HEIGHT / max(sum(left.values()), 1.0)
    lefts, rights = _column(left, scale), _column(came, scale)
    height = max(_bottom(lefts), _bottom(rights))
    lefts, rights = _centred(lefts, height), _centred(rights, height)
    numbers = {pair[:2]: number for number, pair in enumerate(pairs[:named], start=1)}
    ribbons = _ribbons(pairs, lefts, rights, (BAR, ACROSS - BAR), scale, numbers)
    return Sankey(height, lefts, rights, None, ribbons)


def around(hub: str, pairs: Sequence[Pair], named: int) -> Sankey:
    """One territory in the middle: who comes to it from the left, who leaves it to the right."""
    came, left = [pair for pair in pairs if pair[1] == hub], [pair for pair in pairs if pair[0] == hub]
    numbers = {pair[:2]: number for number, pair in enumerate(pairs[:named], start=1)}
    arrived, departed = sum(p for *_, p in came), sum(p for *_, p in left)
    scale = HEIGHT / max(arrived, departed, 1.0)
    origins, destinations = _sums(came)[1], _sums(left)[0]
    lefts, rights = _column(origins, scale), _column(destinations, scale)
    height = max(_bottom(lefts), _bottom(rights))
    lefts, rights = _centred(lefts, height), _centred(rights, height)
    tall = max(arrived, departed) * scale
    middle = Node(hub, max(arrived, departed), (height - tall) / 2, tall, height / 2)
    drawn = Sankey(height, lefts, rights, middle, ())
    ribbons = (
        *_ribbons(came, lefts, (middle,), (BAR, drawn.hub_x), scale, numbers),
        *_ribbons(left, (middle,), rights, (drawn.hub_x + BAR, ACROSS - BAR), scale, numbers),
    )
    return Sankey(height, lefts, rights, middle, ribbons)


def _sums(pairs: Sequence[Pair]) -> tuple[dict[str, float], dict[str, float]]:
    """Arrivals by destination and departures by origin."""
    came: dict[str, float] = {}
    left: dict[str, float] = {}
    for origin, destination, persons in pairs:
        came[destination] = came.get(destination, 0.0) + persons
        left[origin] = left.get(origin, 0.0) + persons
    return came, left


def _column(persons: Mapping[str, float], scale: float) -> tuple[Node, ...]:
    """Bars from the largest down; a small bar stands in the middle of the room its name needs."""
    nodes, y = [], 0.0
    for code, count in sorted(persons.items(), key=lambda item: -item[1]):
        tall = count * scale
        room = max(tall, SLOT)
        nodes.append(Node(code, count, y + (room - tall) / 2, tall, y + room / 2))
        y += room + GAP
    return tuple(nodes)


def _bottom(column: Sequence[Node]) -> float:
    return max((max(node.y + node.height, node.middle + SLOT / 2) for node in column), default=0.0)


def _centred(column: tuple[Node, ...], height: float) -> tuple[Node, ...]:
    down = (height - _bottom(column)) / 2
    return tuple(Node(n.code, n.persons, n.y + down, n.height, n.middle + down) for n in column)


def _ribbons(
    pairs: Sequence[Pair],
    lefts: Sequence[Node],
    rights: Sequence[Node],
    span: tuple[float, float],
    scale: float,
    numbers: Mapping[tuple[str, str], int],
) -> tuple[Ribbon, ...]:
    """Ribbons leave and reach each bar in the order of the other side, so that few of them cross."""
    persons = {pair[:2]: pair[2] for pair in pairs}
    at_right = {node.code: node.y for node in rights}
    found: list[Ribbon] = []
    for origin in lefts:
        y = origin.y
        for destination in rights:
            key = (origin.code, destination.code)
            if key in persons:
                tall = persons[key] * scale
                path = _ribbon(span, y, at_right[destination.code], tall)
                found.append(Ribbon(*key, path, numbers.get(key, 0)))
                y += tall
                at_right[destination.code] += tall
    return tuple(sorted(found, key=lambda ribbon: ribbon.number > 0))  # the named ones on top


def _ribbon(span: tuple[float, float], start: float, end: float, tall: float) -> str:
    (x0, x1), tall = span, max(tall, 0.4)
    half = (x0 + x1) / 2
    return (
        f"M{x0:.0f} {start:.1f}C{half:.0f} {start:.1f} {half:.0f} {end:.1f} {x1:.0f} {end:.1f}"
        f"V{end + tall:.1f}C{half:.0f} {end + tall:.1f} {half:.0f} {start + tall:.1f} {x0:.0f} {start + tall:.1f}Z"
    )
