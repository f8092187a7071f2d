"""The parts every chart is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qonys.office.planning.forecasts.selectors import Band, Past
from qonys.office.planning.wording.tables import Table

HISTORY_YEARS = 26  # how far back a chart looks before the base year


@dataclass(frozen=True)
class Chart:
    """`payload` is what the browser draws, `sentence` what it says, `dataset` the download behind it."""

    key: str
    title: str
    sentence: str
    payload: dict[str, Any]
    table: Table
    dataset: str
    note: str = ""
    parts: tuple[dict[str, Any], ...] = field(default=())  # several small charts under one title
    downloads: tuple[tuple[str, str], ...] = ()  # (form, address), for data that is no `dataset` of a territory

    @property
    def legend(self) -> tuple[dict[str, Any], ...]:
        """The named layers, for the key beside the drawing; small charts share one."""
        layers = self.payloads[0].get("series", ())
        return tuple(layer for layer in layers if layer["name"])

    @property
    def payloads(self) -> tuple[dict[str, Any], ...]:
        return self.parts or (self.payload,)


def years_from(base: int, history: Iterable[Past], bands: Iterable[Band]) -> list[int]:
    """Every year the chart shows, history and forecast together."""
    past = [point.year for point in history if base - HISTORY_YEARS <= point.year <= base]
    ahead = [band.year for band in bands]
    found = [*past, *ahead]
    return list(range(min(found), max(found) + 1)) if found else []


def told_years(base: int, bands: Sequence[Band]) -> list[Band]:
    """The years a table spells out: each of the first five, then every fifth, and the last."""
    last = bands[-1].year if bands else base
    return [band for band in bands if band.year <= base + 5 or band.year % 5 == 0 or band.year == last]


def line(name: str, tone: str, years: Sequence[int], values: dict[int, float], **more: Any) -> dict[str, Any]:
    return {"type": "line", "name": name, "tone": tone, "values": [_cell(values.get(year)) for year in years], **more}


def points(name: str, tone: str, years: Sequence[int], values: dict[int, float], **more: Any) -> dict[str, Any]:
    return {"type": "points", "name": name, "tone": tone, "values": [_cell(values.get(year)) for year in years], **more}


def bars(name: str, tone: str, years: Sequence[int], values: dict[int, float]) -> dict[str, Any]:
    return {"type": "bar", "name": name, "tone": tone, "values": [_cell(values.get(year)) for year in years]}


def band(
    name: str, tone: str, level: int, years: Sequence[int], edges: dict[int, tuple[float, float]]
) -> dict[str, Any]:
    """The area between two quantiles; `level` 80 or 95 sets how strong it is drawn."""
    low = [_cell(edges[year][0]) if year in edges else None for year in years]
    high = [_cell(edges[year][1]) if year in edges else None for year in years]
    return {"type": "band", "name": name, "tone": tone, "level": level, "low": low, "high": high}


def _cell(value: float | None) -> float | None:
    """Four significant digits are more than any of our intervals supports, and keep the page light."""
    return None if value is None else float(f"{value:.5g}")
