"""Moves through all horizons in one picture: published, forecast for the next years, projected after them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from qonys.office.planning.flows import selectors as moves
from qonys.office.planning.flows.selectors import Chain
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Band
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.charts import shape
from qonys.office.portal.public.charts.shape import Chart
from qonys.office.portal.public.drawing import palette

JUMP = 1.3  # times as many within the published years, or as few


def chart(run: Run, code: str, nation: str, last: int) -> Chart | None:
    """All moves of the nation, or arrivals and departures of one of its regions; None without a single year."""
    directions = (moves.ALL,) if code == nation else (moves.IN, moves.OUT)
    chains = {direction: moves.chain(run, code, direction, last) for direction in directions}
    if not all(chain.years for chain in chains.values()):
        return None
    titles = {
        moves.ALL: _("Moves between regions in a year"),
        moves.IN: _("Arrivals from other regions in a year"),
        moves.OUT: _("Departures to other regions in a year"),
    }
    title = _("One chain: published, forecast, projected")
    drawn = tuple(_payload(titles[direction], chain, _largest(chains)) for direction, chain in chains.items())
    parts, payload = (drawn, {}) if len(drawn) > 1 else ((), drawn[0])
    table = _table([(titles[direction], chain) for direction, chain in chains.items()])
    return Chart("chain", title, _sentence(chains), payload, table, "chain", _jump(chains), parts)


def _jump(chains: dict[str, Chain]) -> str:
    """A warning where what was published changed faster than people do."""
    known = next(iter(chains.values())).published
    if len(known) < 2 or 1 / JUMP < known[max(known)] / max(known[min(known)], 1.0) < JUMP:
        return ""
    return _(
        "From %(first)s to %(last)s the published number went from %(before)s to %(after)s. Registrations are counted, "
        "not people: part of such a jump may be a change in how moves are registered."
    ) % {
        "first": min(known),
        "last": max(known),
        "before": numbers.counted(known[min(known)]),
        "after": numbers.counted(known[max(known)]),
    }


def _largest(chains: dict[str, Chain]) -> float:
    """One scale for arrivals and departures, with room for every 80 % interval; the 95 % one may be cut at the edge."""
    values = [
        value
        for chain in chains.values()
        for value in (*chain.published.values(), *(b.q90 for b in (*chain.forecast, *chain.projection)))
    ]
    return palette.round_above(max(values))


def _payload(title: str, chain: Chain, largest: float) -> dict[str, Any]:
    scale, word = numbers.scale_of(largest)
    years, unit = chain.years, _("persons a year")
    medians = {band.year: band.q50 / scale for band in chain.forecast}
    after = {band.year: band.q50 / scale for band in chain.projection}
    known = {year: value / scale for year, value in chain.published.items()}
    series = [
        *_bands(chain.forecast, _("Forecast"), "brand", years, scale),
        *_bands(chain.projection, _("Projection"), "violet", years, scale),
        shape.line(_("Forecast: median"), "brand", years, medians),
        shape.line(_("Projection: median"), "violet", years, after, dash=True),
        shape.line(_("Published"), "history", years, known),
    ]
    return {
        "title": title,
        "years": years,
        "base": max(chain.published, default=years[0]),
        "unit": f"{word} {unit}".strip(),
        "decimals": 2 if scale == numbers.MILLION else 0,
        "zero": True,
        "top": largest / scale,
        "series": [layer for layer in series if layer["type"] == "band" or any(v is not None for v in layer["values"])],
    }


def _bands(bands: tuple[Band, ...], name: str, tone: str, years: list[int], scale: float) -> list[dict[str, Any]]:
    if not bands:
        return []
    outer = {b.year: (b.q025 / scale, b.q975 / scale) for b in bands}
    inner = {b.year: (b.q10 / scale, b.q90 / scale) for b in bands}
    return [
        shape.band(_("%(what)s: 95%% interval") % {"what": name}, tone, 95, years, outer),
        shape.band(_("%(what)s: 80%% interval") % {"what": name}, tone, 80, years, inner),
    ]


def _sentence(chains: dict[str, Chain]) -> str:
    """Up to when which figures speak, and what the forecast says for its last year."""
    some = next(iter(chains.values()))
    parts = [_("Published until %(year)s.") % {"year": max(some.published)}] if some.published else []
    parts += [_("%(year)s is over, but only partly published: brought up to date.") % {"year": y} for y in some.since]
    ahead = [band.year for band in some.forecast if band.year not in some.since]
    if ahead:
        parts.append(
            _("Forecast from %(first)s to %(last)s, learnt from these figures and judged against “as last year”.")
            % {"first": ahead[0], "last": ahead[-1]}
        )
    if some.projection:
        parts.append(
            _("From %(first)s on, the long projection of the population carries it on.")
            % {"first": some.projection[0].year}
        )
    return " ".join(parts)


def _table(chains: list[tuple[str, Chain]]) -> Table:
    columns = [Column(_("Year"), numeric=False), Column(_("What it is"), numeric=False)]
    columns += [Column(title, unit) for title, _chain in chains for unit in (_("median"), _("80% interval"))]
    kinds = {}
    for _title, chain in chains:
        kinds |= dict.fromkeys(chain.published, _("Published"))
        kinds |= {b.year: _("Brought up to date") if b.year in chain.since else _("Forecast") for b in chain.forecast}
        kinds |= {band.year: _("Projection") for band in chain.projection if band.year % 5 == 0}
    rows = [(str(year), kind, *(cell for _t, c in chains for cell in _cells(c, year))) for year, kind in kinds.items()]
    return Table(_("Moves between regions, in persons a year"), tuple(columns), tuple(sorted(rows)))


def _cells(chain: Chain, year: int) -> tuple[str, str]:
    if year in chain.published:
        return numbers.number(chain.published[year]), ""
    band = next((b for b in (*chain.forecast, *chain.projection) if b.year == year), None)
    if band is None:
        return "", ""
    grain = numbers.grain(band, 1.0)
    low, middle, high = (numbers.number(numbers.rounded(v, grain)) for v in (band.q10, band.q50, band.q90))
    return middle, numbers.between(low, high)
