"""The proposal drawn: tiles of the country, and proposed beside official region by region."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qonys.office.planning.forecasts import selectors as forecasts
from qonys.office.planning.wording import places
from qonys.office.portal.public.drawing import palette
from qonys.office.portal.public.drawing.pairs import Pair, pairs
from qonys.office.portal.public.quotas.lines import RegionRow
from qonys.office.portal.public.quotas.subject import Subject, people

NOBODY = "none"  # the colour class of a region to which nobody is invited


@dataclass(frozen=True)
class Tile:
    code: str
    name: str
    short: str
    text: str
    bin: str
    place: str  # classes of column and row
    title: str


@dataclass(frozen=True)
class Tiles:
    tiles: tuple[Tile, ...]
    legend: tuple[tuple[str, str], ...]
    loose: bool  # the country pack has no tile grid


@dataclass(frozen=True)
class PairRow:
    name: str
    pair: Pair
    proposed: str
    official: str
    difference: str


@dataclass(frozen=True)
class PairChart:
    rows: tuple[PairRow, ...]
    ticks: tuple[tuple[str, str], ...]
    sentence: str
    known: bool


def tiles(subject: Subject, rows: list[RegionRow]) -> Tiles:
    """Persons proposed for each region, all streams of the plan together; the largest first, for narrow screens."""
    units = {unit.code: unit for unit in forecasts.geography(subject.run).units}
    short = places.short_names(units.values())
    invited = [row.numbers.proposed for row in rows if row.numbers.proposed]
    scale = palette.sequential([float(value) for value in invited])
    largest_first = sorted(rows, key=lambda row: -row.numbers.proposed)
    found = tuple(_tile(row, units[row.code], short[row.code], scale) for row in largest_first)
    legend = [(NOBODY, _("nobody")), *scale.legend()] if len(invited) < len(rows) else list(scale.legend())
    return Tiles(found, tuple(legend), not any(tile.place for tile in found))


def pair_chart(subject: Subject, rows: list[RegionRow]) -> PairChart:
    """Regions that either side names, the largest first."""
    shown = [row for row in rows if row.numbers.proposed or row.numbers.official]
    shown.sort(key=lambda row: -max(row.numbers.proposed, row.numbers.official or 0))
    values: dict[str, tuple[float | None, float]] = {
        row.code: (row.numbers.official, row.numbers.proposed) for row in shown
    }
    drawn = pairs(values)
    told = tuple(PairRow(row.name, pair, *row.numbers.texts) for row, pair in zip(shown, drawn.rows, strict=True))
    return PairChart(
        told, tuple((at, people(value)) for at, value in drawn.ticks), _sentence(subject, shown), subject.known
    )


def _tile(row: RegionRow, unit: forecasts.Place, short: str, scale: palette.Scale) -> Tile:
    value = row.numbers.proposed
    return Tile(
        code=row.code,
        name=row.name,
        short=short,
        text=people(value),
        bin=scale.bin(value) if value else NOBODY,
        place=f"c{unit.tile[0]} r{unit.tile[1]}" if unit.tile else "",
        title=f"{row.name}: {people(value)}",
    )


def _sentence(subject: Subject, rows: list[RegionRow]) -> str:
    apart = [row for row in rows if row.numbers.difference]
    if not apart:
        most = max(rows, key=lambda row: row.numbers.proposed, default=None)
        if most is None:
            return ""
        return _("Most are proposed for %(region)s: %(count)s.") % {"region": most.name, "count": most.numbers.texts[0]}
    apart.sort(key=lambda row: row.numbers.difference or 0)
    return _("Most are added in %(more)s (%(plus)s), most taken from %(less)s (%(minus)s).") % {
        "more": apart[-1].name,
        "plus": apart[-1].numbers.texts[2],
        "less": apart[0].name,
        "minus": apart[0].numbers.texts[2],
    }
