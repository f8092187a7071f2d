"""Small multiples of moves: arrivals above the line, departures below it, published, forecast and projected.

All regions share one scale, moves per 1,000 people of the region in that year: a large region would else hide a small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from qonys.office.planning.flows import selectors as moves
from qonys.office.planning.flows.selectors import Chain
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band
from qonys.office.portal.public.drawing import palette

WIDTH, HEIGHT, MARGIN = 232.0, 132.0, 4.0
ROOM = 1.25  # above the largest median; a band that is wider is cut at the edge, and the page says so


@dataclass(frozen=True)
class Side:
    """One direction: SVG paths of the published line, of the two medians and of their 80 % intervals."""

    published: str
    forecast: str
    forecast_band: str
    projection: str
    projection_band: str


@dataclass(frozen=True)
class Horizon:
    code: str
    sides: tuple[Side, Side]  # arrivals upwards, departures downwards
    base_x: float  # where what was published ends


@dataclass(frozen=True)
class Horizons:
    drawn: tuple[Horizon, ...]
    first: int
    last: int
    top: float  # moves per 1,000 people at the upper (and lower) edge
    level_y: float


@lru_cache(maxsize=8)
def horizons(run: Run, last: int) -> Horizons:
    """Every region's chain of arrivals and departures up to the year `last`."""
    units = [unit.code for unit in selectors.geography(run).units]
    chains = {code: _both(run, code, last) for code in units}
    years = [year for both in chains.values() for chain in both for year in chain.years]
    frame = _Frame(min(years, default=run.first_year), max(years, default=last), _top(chains.values()))
    drawn = tuple(
        Horizon(code, (_draw(came, frame, 1), _draw(left, frame, -1)), _end(came, frame))
        for code, (came, left) in chains.items()
        if came.years and left.years
    )
    return Horizons(drawn, frame.first, frame.last, frame.top, HEIGHT / 2)


@dataclass(frozen=True)
class _Frame:
    first: int
    last: int
    top: float

    def x(self, year: int) -> float:
        return MARGIN + (year - self.first) / (self.last - self.first or 1) * (WIDTH - 2 * MARGIN)

    def y(self, value: float, sign: int) -> float:
        return HEIGHT / 2 - sign * min(value / self.top, 1.0) * (HEIGHT / 2 - MARGIN)


def _both(run: Run, code: str, last: int) -> tuple[Chain, Chain]:
    people = _people(run, code)
    came, left = (moves.chain(run, code, direction, last) for direction in (moves.IN, moves.OUT))
    return _per_thousand(came, people), _per_thousand(left, people)


def _people(run: Run, code: str) -> dict[int, float]:
    """People of each year, in thousands: as expected, and as published where that is so."""
    expected = {band.year: band.q50 for band in selectors.expected(run, code).get("population", ())}
    published = {past.year: past.value for past in selectors.history(run, code).get("population", ())}
    return {year: people / 1000 for year, people in (expected | published).items()}


def _per_thousand(chain: Chain, people: Mapping[int, float]) -> Chain:
    published = {year: value / people[year] for year, value in chain.published.items() if year in people}
    return Chain(published, _shares(chain.forecast, people), _shares(chain.projection, people), chain.since)


def _shares(bands: Iterable[Band], people: Mapping[int, float]) -> tuple[Band, ...]:
    return tuple(
        Band(b.year, *(value / people[b.year] for value in (b.mean, b.q025, b.q10, b.q50, b.q90, b.q975)))
        for b in bands
        if b.year in people
    )


def _top(chains: Iterable[tuple[Chain, Chain]]) -> float:
    values = [1.0]
    for both in chains:
        for chain in both:
            values += [*chain.published.values(), *(band.q50 for band in (*chain.forecast, *chain.projection))]
    return palette.round_above(ROOM * max(values))


def _draw(chain: Chain, frame: _Frame, sign: int) -> Side:
    ended = max(chain.published, default=0)
    joined = [(frame.x(ended), frame.y(chain.published[ended], sign))] if ended else []
    published = [(frame.x(year), frame.y(value, sign)) for year, value in sorted(chain.published.items())]
    return Side(
        _path(published),
        _path([*joined, *_medians(chain.forecast, frame, sign)]) if chain.forecast else "",
        _band(chain.forecast, frame, sign, joined),
        _path([*_medians(chain.forecast[-1:], frame, sign), *_medians(chain.projection, frame, sign)]),
        _band(chain.projection, frame, sign),
    )


def _medians(bands: Iterable[Band], frame: _Frame, sign: int) -> list[tuple[float, float]]:
    return [(frame.x(band.year), frame.y(band.q50, sign)) for band in bands]


def _band(bands: tuple[Band, ...], frame: _Frame, sign: int, joined: list[tuple[float, float]] | None = None) -> str:
    """The area of the 80 % intervals; it opens at the point `joined`, what was published last."""
    if not bands:
        return ""
    upper = [(frame.x(band.year), frame.y(band.q90, sign)) for band in bands]
    lower = [(frame.x(band.year), frame.y(band.q10, sign)) for band in reversed(bands)]
    return _path((joined or []) + upper + lower) + "Z"


def _end(chain: Chain, frame: _Frame) -> float:
    return round(frame.x(max(chain.published, default=frame.first)), 1)


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if len(points) > 1 else ""
