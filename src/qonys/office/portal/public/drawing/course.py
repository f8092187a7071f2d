"""The way of an indicator as a small picture: readings, the straight path to its targets, and the forecast."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qonys.office.planning.programmes.selectors import Indicator, Mark
from qonys.office.planning.wording import numbers

WIDTH, HEIGHT = 360.0, 168.0
LEFT, RIGHT, TOP, BOTTOM = 60.0, 14.0, 12.0, 26.0
YEARS_APART = 44.0  # units between two years' names, at the least


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """Paths and points in a box of WIDTH x HEIGHT; empty paths are not drawn."""

    outer: str  # area of the 95 % interval
    inner: str  # area of the 80 % interval
    median: str
    straight: str  # from the baseline through the targets
    reached: str
    readings: tuple[Dot, ...]
    targets: tuple[Dot, ...]
    baseline: Dot | None
    years: tuple[Tick, ...]  # each year's name in its middle
    edges: tuple[float, ...]  # every 1 January
    values: tuple[Tick, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH:.0f} {HEIGHT:.0f}"

    @property
    def right(self) -> float:
        return WIDTH - RIGHT


@dataclass(frozen=True)
class Frame:
    first: float
    last: float
    low: float
    high: float

    def x(self, moment: float) -> float:
        return round(LEFT + (moment - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM), 1)

    def dot(self, mark: Mark) -> Dot:
        return Dot(self.x(mark.moment), self.y(mark.value))


def pictures(family: Sequence[Indicator], until: int) -> dict[str, Picture]:
    """One picture an indicator, on one scale where they count the same. Forecasts are shown to the end of `until`.

    A single value is no way: where the family has no more than one, there is no picture.
    """
    shown = {each.key: _shown(each, until) for each in family}
    marks = [mark for found in shown.values() for mark in found]
    if len({mark.moment for mark in marks}) < 2:
        return {}
    frame = _frame(marks, any(each.yearly for each in family))
    return {each.key: _draw(each, shown[each.key], frame) for each in family if shown[each.key]}


def _shown(indicator: Indicator, until: int) -> tuple[Mark, ...]:
    """The newest vintage of every reading, and what is ahead as far as the programme or its targets reach."""
    end = max([until + 1.0, *(mark.moment for mark in indicator.of_kind("target"))])
    ahead = tuple(mark for mark in indicator.of_kind("forecast") if mark.moment <= end)
    return (*indicator.of_kind("baseline"), *indicator.of_kind("target"), *indicator.readings, *ahead)


def _frame(marks: Iterable[Mark], from_nothing: bool) -> Frame:
    marks = tuple(marks)
    values = [v for mark in marks for v in (mark.value, mark.q025, mark.q975) if v is not None]
    low, high = min(values), max(values)
    if from_nothing or 0 < low < high / 2:
        low = 0.0
    pad = (high - low or abs(high) or 1.0) * 0.08
    first, last = min(mark.moment for mark in marks), max(mark.moment for mark in marks)
    begins = math.floor(first)
    return Frame(begins, max(math.ceil(last), begins + 1), low - pad if low else 0.0, high + pad)


def _draw(indicator: Indicator, marks: tuple[Mark, ...], frame: Frame) -> Picture:
    of = {kind: [m for m in marks if m.kind == kind] for kind in ("baseline", "target", "reading", "forecast")}
    ahead = of["forecast"]
    return Picture(
        outer=_area(ahead, frame, "q025", "q975"),
        inner=_area(ahead, frame, "q10", "q90"),
        median=_path([(frame.x(m.moment), frame.y(m.value)) for m in ahead]),
        straight=_straight(indicator, of["baseline"], of["target"], frame),
        reached="" if indicator.yearly else _path([(frame.x(m.moment), frame.y(m.value)) for m in of["reading"]]),
        readings=tuple(frame.dot(m) for m in of["reading"]),
        targets=tuple(frame.dot(m) for m in of["target"]),
        baseline=frame.dot(of["baseline"][0]) if of["baseline"] else None,
        years=_years(frame),
        edges=tuple(frame.x(year) for year in range(int(frame.first), int(frame.last) + 1)),
        values=_values(frame),
    )


def _straight(indicator: Indicator, baseline: list[Mark], targets: list[Mark], frame: Frame) -> str:
    """What is counted anew every year starts from nothing on each 1 January."""
    if indicator.yearly:
        return "".join(
            _path([(frame.x(math.floor(m.moment)), frame.y(0.0)), (frame.x(m.moment), frame.y(m.value))])
            for m in targets
        )
    return _path([(frame.x(m.moment), frame.y(m.value)) for m in (*baseline, *targets)]) if baseline else ""


def _area(ahead: list[Mark], frame: Frame, low: str, high: str) -> str:
    upper = [(frame.x(mark.moment), frame.y(getattr(mark, high))) for mark in ahead]
    lower = [(frame.x(mark.moment), frame.y(getattr(mark, low))) for mark in reversed(ahead)]
    return _path(upper + lower) + "Z" if ahead else ""


def _years(frame: Frame) -> tuple[Tick, ...]:
    years = range(int(frame.first), int(frame.last))
    room = (WIDTH - LEFT - RIGHT) / YEARS_APART
    step = max(1, math.ceil(len(years) / room))
    return tuple(Tick(frame.x(year + 0.5), str(year)) for year in years if year % step == 0)


def _values(frame: Frame) -> tuple[Tick, ...]:
    """Three or four round numbers."""
    rough = (frame.high - frame.low) / 4
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(magnitude * m for m in (1, 2, 2.5, 5, 10) if magnitude * m >= rough * 0.9)
    first = math.ceil(frame.low / step - 1e-9)
    ticks = (i * step for i in range(first, first + 8) if i * step <= frame.high)
    return tuple(Tick(frame.y(value), numbers.short(value)) for value in ticks)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if len(points) > 1 else ""
