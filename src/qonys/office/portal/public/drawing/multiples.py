"""Small multiples: every region's population on one scale, the base year being 100."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band, Past

WIDTH, HEIGHT, MARGIN = 168.0, 84.0, 4.0
BACK = 16  # years of history


@dataclass(frozen=True)
class Multiple:
    """One small chart: SVG paths in a box of WIDTH x HEIGHT."""

    code: str
    history: str
    median: str
    inner: str  # area of the 80 % interval
    level_y: float  # where 100 lies
    base_x: float


@lru_cache(maxsize=8)
def multiples(run: Run, last: int) -> tuple[Multiple, ...]:
    """One chart per region up to the year `last`, all on the same scale."""
    bands = {code: [b for b in series if b.year <= last] for code, series in selectors.paths(run, "population").items()}
    units = [unit for unit in selectors.geography(run).units if bands.get(unit.code)]
    past = {unit.code: _indexed_past(run, unit.code, bands[unit.code][0].q50) for unit in units}
    edges = [v / bands[u.code][0].q50 for u in units for b in bands[u.code] for v in (b.q10, b.q90)]
    edges += [point.value for points in past.values() for point in points]
    frame = _Frame(run.first_year - BACK, last, min(edges, default=0.9), max(edges, default=1.1))
    return tuple(_draw(unit.code, bands[unit.code], past[unit.code], frame) for unit in units)


@dataclass(frozen=True)
class _Frame:
    first: int
    last: int
    low: float
    high: float

    def x(self, year: int) -> float:
        return MARGIN + (year - self.first) / (self.last - self.first) * (WIDTH - 2 * MARGIN)

    def y(self, value: float) -> float:
        return HEIGHT - MARGIN - (value - self.low) / (self.high - self.low or 1.0) * (HEIGHT - 2 * MARGIN)


def _indexed_past(run: Run, code: str, base: float) -> list[Past]:
    points = selectors.history(run, code).get("population", ())
    return [Past(p.year, p.value / base, p.source) for p in points if run.first_year - BACK <= p.year <= run.first_year]


def _draw(code: str, bands: list[Band], past: list[Past], frame: _Frame) -> Multiple:
    base = bands[0].q50
    upper = [(frame.x(b.year), frame.y(b.q90 / base)) for b in bands]
    lower = [(frame.x(b.year), frame.y(b.q10 / base)) for b in reversed(bands)]
    return Multiple(
        code,
        _path([(frame.x(p.year), frame.y(p.value)) for p in past]),
        _path([(frame.x(b.year), frame.y(b.q50 / base)) for b in bands]),
        _path(upper + lower) + "Z",
        round(frame.y(1.0), 1),
        round(frame.x(bands[0].year), 1),
    )


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if points else ""
