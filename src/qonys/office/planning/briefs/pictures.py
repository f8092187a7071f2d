"""The two pictures of a brief as plain geometry, y downwards: the PDF and the page draw the same lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qonys.office.planning.briefs.facts.people import Outlook, RegionAhead
from qonys.office.planning.forecasts.selectors import Band, Past

BACK = 16  # years of history
Point = tuple[float, float]


@dataclass(frozen=True)
class Fan:
    """Published history, then the median with its 80 and 95 % intervals, in a box of WIDTH x HEIGHT."""

    width: float
    height: float
    history: tuple[Point, ...]
    median: tuple[Point, ...]
    inner: tuple[Point, ...]  # the outline of the 80 % interval
    outer: tuple[Point, ...]
    base: float  # x of the base year
    years: tuple[tuple[float, int], ...]  # x and the year written there
    levels: tuple[tuple[float, float], ...]  # y and the number of persons written there


@dataclass(frozen=True)
class Whisker:
    """One region's change and its 80 % interval, as shares of the width of the picture."""

    code: str
    low: float
    middle: float
    high: float
    direction: int  # as `RegionAhead.direction`


@dataclass(frozen=True)
class Whiskers:
    rows: tuple[Whisker, ...]
    zero: float
    ticks: tuple[tuple[float, float], ...]  # share of the width and the per cent written there


def fan(outlook: Outlook, width: float = 320.0, height: float = 165.0) -> Fan:
    past = [point for point in outlook.past if outlook.base - BACK <= point.year <= outlook.base]
    bands = outlook.path
    first = min((point.year for point in past), default=outlook.base)
    low = min([band.q025 for band in bands] + [point.value for point in past])
    high = max([band.q975 for band in bands] + [point.value for point in past])
    levels = _round_numbers(low, high, 4)
    low, high = min(low, levels[0]) - 0.04 * (high - low), max(high, levels[-1])  # years stand clear of the line

    def place(year: int, value: float) -> Point:
        x = (year - first) / max(bands[-1].year - first, 1) * width
        return round(x, 2), round((high - value) / (high - low) * height, 2)

    def outline(lower: str, upper: str) -> tuple[Point, ...]:
        up = [place(band.year, getattr(band, upper)) for band in bands]
        return (*up, *(place(band.year, getattr(band, lower)) for band in reversed(bands)))

    return Fan(
        width,
        height,
        tuple(place(point.year, point.value) for point in past),
        tuple(place(band.year, band.q50) for band in bands),
        outline("q10", "q90"),
        outline("q025", "q975"),
        place(outlook.base, low)[0],
        tuple((place(year, low)[0], year) for year in _years(outlook, past, bands)),
        tuple((place(first, level)[1], level) for level in levels),
    )


def whiskers(regions: Sequence[RegionAhead]) -> Whiskers:
    """All regions on one scale; zero is always on it."""
    low = min((region.low for region in regions), default=0.0)
    high = max((region.high for region in regions), default=0.0)
    ticks = _round_numbers(min(low, 0.0), max(high, 0.0), 8)
    low, high = min(low, ticks[0]), max(high, ticks[-1])

    def place(value: float) -> float:
        return round((value - low) / (high - low), 4)

    rows = tuple(Whisker(r.place.code, place(r.low), place(r.middle), place(r.high), r.direction) for r in regions)
    return Whiskers(rows, place(0.0), tuple((place(tick), tick) for tick in ticks))


def _years(outlook: Outlook, past: Sequence[Past], bands: Sequence[Band]) -> Iterable[int]:
    """The first and last year, the base, and the near year of the headline."""
    known = {point.year for point in past[:1]} | {outlook.base, bands[-1].year}
    return sorted(known | {band.year for band in outlook.ahead})


def _round_numbers(low: float, high: float, count: int) -> list[float]:
    """About `count` round numbers between `low` and `high`, at least two."""
    rough = max(high - low, 1e-9) / count
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(magnitude * m for m in (1, 2, 5, 10) if magnitude * m >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * i for i in range(first, max(last, first + 1) + 1)]
