"""The fan: published history as a solid line, then the median with its 80 and 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qonys.office.planning.forecasts.selectors import Band, Past
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.charts import shape


def payload(
    name: str,
    past: Sequence[Past],
    bands: Sequence[Band],
    base: int,
    *,
    unit: str,
    tone: str = "brand",
    persons: bool = True,
    zero: bool = False,
    years: list[int] | None = None,
) -> dict[str, Any]:
    """One fan as the browser draws it. Counts of people are scaled to thousands or millions."""
    years = years or shape.years_from(base, past, bands)
    scale, word = numbers.scale_of(max((b.q90 for b in bands), default=1.0)) if persons else (1, "")
    return {
        "title": name,
        "years": years,
        "base": base,
        "unit": f"{word} {unit}".strip() if word else unit,
        "decimals": _decimals(bands, scale, persons),
        "zero": zero,
        "series": series(name, past, bands, base, years, tone=tone, scale=scale),
    }


def series(
    name: str, past: Sequence[Past], bands: Sequence[Band], base: int, years: Sequence[int], *, tone: str, scale: float
) -> list[dict[str, Any]]:
    """The four layers of a fan, from the widest band to the history."""
    published = {point.year: point.value / scale for point in past if point.year <= base}
    outer = {b.year: (b.q025 / scale, b.q975 / scale) for b in bands}
    inner = {b.year: (b.q10 / scale, b.q90 / scale) for b in bands}
    middle = {b.year: b.q50 / scale for b in bands}
    layers = [
        shape.band(_("95% interval"), tone, 95, years, outer),
        shape.band(_("80% interval"), tone, 80, years, inner),
        shape.line(_("Median"), tone, years, middle),
    ]
    if published:
        layers.append(shape.line(_("Published"), "history", years, published))
    return layers


def table(caption: str, past: Sequence[Past], bands: Sequence[Band], base: int, *, unit: str, persons: bool) -> Table:
    """History of the last ten years, then the median with its intervals."""
    columns = (
        Column(_("Year"), numeric=False),
        Column(_("Published"), unit),
        Column(_("Median"), unit),
        Column(_("80% interval"), unit),
        Column(_("95% interval"), unit),
    )
    told = {band.year: band for band in shape.told_years(base, bands)}
    published = {point.year: point.value for point in past if base - 10 <= point.year <= base}
    rows = tuple(_row(year, published.get(year), told.get(year), persons) for year in sorted({*told, *published}))
    return Table(caption, columns, rows)


def _row(year: int, value: float | None, band: Band | None, persons: bool) -> tuple[str, ...]:
    published = "" if value is None else numbers.number(value, 0 if persons else 2)
    if band is None:
        return str(year), published, "", "", ""
    grain = numbers.grain(band, 1.0 if persons else 0.01)
    decimals = numbers.decimals_of(grain)
    low95, low80, middle, high80, high95 = (
        numbers.number(numbers.rounded(v, grain), decimals)
        for v in (band.q025, band.q10, band.q50, band.q90, band.q975)
    )
    return str(year), published, middle, numbers.between(low80, high80), numbers.between(low95, high95)


def _decimals(bands: Sequence[Band], scale: float, persons: bool) -> int:
    """Digits of the tooltip: what the interval ten years ahead supports."""
    if not bands:
        return 0
    typical = bands[min(10, len(bands) - 1)]
    grain = numbers.grain(typical, 1.0 if persons else 0.01)
    return min(2, numbers.decimals_of(grain / scale))
