"""Who moves where: between all regions, or from and to one of them, in a year that was or that will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qonys.office.planning.flows import datasets
from qonys.office.planning.flows import selectors as moves
from qonys.office.planning.flows.selectors import Flow
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.forecasts.selectors import Place
from qonys.office.planning.wording import numbers, places
from qonys.office.portal.public import exports
from qonys.office.portal.public.charts import exchange, matrix
from qonys.office.portal.public.charts import moves as charts
from qonys.office.portal.public.drawing import arcs, sankey
from qonys.office.portal.public.drawing.atlas import atlas
from qonys.office.portal.public.drawing.horizons import Horizon, horizons
from qonys.office.portal.public.shown import with_run

COUNTS = (10, 20, 40)
NAMED = 10  # ribbons with a name
LONGEST = 5  # winners, and losers
METHOD = "internal_migration"  # the note on how pairs were estimated
UNTIL = 2050  # how far the projection is drawn


@dataclass(frozen=True)
class Asked:
    """What the switches say. `region` is empty for all; `direction` in, out or both is of a region."""

    year: int
    region: str
    direction: str
    net: bool
    count: int
    sort: str
    descending: bool

    @classmethod
    def of(cls, request: HttpRequest, run: Run) -> Asked:
        get, known, units = request.GET.get, moves.years(run), {unit.code for unit in selectors.geography(run).units}
        year, count, region = get("year", ""), get("count", ""), get("region", "")
        return cls(
            year=int(year) if year in map(str, known) else _first_shown(known),
            region=region if region in units else "",
            direction=get("direction", "") if get("direction", "") in (moves.IN, moves.OUT) and region in units else "",
            net=get("show", "") == "net",
            count=int(count) if count in map(str, COUNTS) else COUNTS[0],
            sort=get("sort", ""),
            descending=get("order", "") == "down",
        )

    def address(self, **other: object) -> str:
        """The same page with another answer to some of the questions."""
        told = {"year": self.year, "region": self.region, "direction": self.direction}
        told |= {"show": "net" if self.net else "", "count": self.count if self.count != COUNTS[0] else ""} | other
        return "?" + urlencode({key: value for key, value in told.items() if value})


@require_safe
@with_run
def flows(request: HttpRequest, run: Run) -> HttpResponse:
    if not run.holds(moves.TOTALS):
        return render(request, "public/flows.html", {"run": run})
    asked, geography = Asked.of(request, run), selectors.geography(run)
    names = {place.code: places.name(place.names) for place in geography.places}
    found = [flow for flow in moves.flows(run, asked.year) if asked.region in ("", flow.origin, flow.destination)]
    context = {
        "run": run,
        "asked": asked,
        "kind": moves.years(run)[asked.year],
        "ahead": moves.years(run)[asked.year] != moves.ESTIMATE,
        "name": names.get(asked.region, ""),
        "nation": names[geography.nation.code],
        "figures": exchange.figures(run, asked.year, asked.region),
        "regions": [(unit.code, names[unit.code]) for unit in places.by_name(geography.units)],
        "years": _years(run),
        "counts": COUNTS,
        "made": [places.name(note.text) for note in selectors.definitions(run).methods if note.subject == METHOD],
        "definition": _definition(run),
    }
    context |= _gains(run, asked, names)
    context |= _arrows(run, asked, found) | _ribbons(run, asked, found) | _matrix(run, asked) | _chain(run, asked)
    return render(request, "public/flows.html", context)


@require_safe
@with_run
def table(request: HttpRequest, run: Run, dataset: str, form: str) -> HttpResponse:
    """Pairs of the year asked for, or the totals of all years; of one region if one is named."""
    told = datasets.OF_FLOWS.get(dataset)
    if told is None or not run.holds(moves.TOTALS):
        raise Http404(dataset)
    asked = Asked.of(request, run)
    parts = ("qonys", run.id, asked.region, dataset, str(asked.year) if dataset == "pairs" else "")
    name = "-".join(part for part in parts if part)
    return exports.response(run, told.query(asked.region, asked.year), name, form)


def _first_shown(known: dict[int, str]) -> int:
    """The first year ahead; the last estimate of a run without any."""
    ahead = [year for year, kind in known.items() if kind == moves.FORECAST]
    return min(ahead, default=max(known))


def _years(run: Run) -> list[tuple[str, list[int]]]:
    """The years to choose from, grouped by what they are."""
    groups = {moves.ESTIMATE: _("Estimates"), moves.NOWCAST: _("Brought up to date"), moves.FORECAST: _("Forecast")}
    known = moves.years(run)
    return [(label, [year for year, kind in known.items() if kind == each]) for each, label in groups.items()]


def _definition(run: Run) -> str:
    known = selectors.definitions(run).indicators.get("internal_arrivals")
    return places.name(known.definition) if known else ""


def _gains(run: Run, asked: Asked, names: dict[str, str]) -> dict[str, Any]:
    """Bars of the largest winners and losers, and the table of all."""
    told = exchange.gains(run, asked.year, asked.region)
    sides = {"won": [gain for gain in told if gain.net > 0], "lost": [gain for gain in reversed(told) if gain.net < 0]}
    return {
        "sides_of_gains": [
            (side, [(g, names[g.code], asked.address(region=g.code, direction="")) for g in found[:LONGEST]])
            for side, found in sides.items()
        ],
        "gains_table": exchange.gains_table(told, names),
    }


def _arrows(run: Run, asked: Asked, found: Sequence[Flow]) -> dict[str, Any]:
    """The largest flows on the map, and the list that names them."""
    counts = {(flow.origin, flow.destination): flow.persons for flow in found}
    ranked = arcs.balance(counts) if asked.net else [(*pair, persons) for pair, persons in counts.items()]
    if asked.direction:
        end = 1 if asked.direction == moves.IN else 0
        ranked = [each for each in ranked if each[end] == asked.region]
    shown, drawn = ranked[: asked.count], atlas(run)
    most = max((persons for *_pair, persons in shown), default=1.0)
    listed = _listed(run, asked, shown, found)
    short = places.short_names(selectors.geography(run).units)
    return {
        "listed": listed,
        "atlas": drawn,
        "arcs": [(arc, listed[arc.number - 1]) for arc in arcs.arcs(drawn, shown, most)] if drawn else [],
        "sizes": [(numbers.number(size), {"top": 11 - wide / 2, "tall": wide}) for size, wide in arcs.legend(most)],
        "outlines": [
            (outline, asked.address(region=outline.code, direction=""), places.in_two_lines(short[outline.code]))
            for outline in (drawn.outlines if drawn else ())
            if outline.code in short
        ],
    }


def _listed(run: Run, asked: Asked, shown: Sequence[arcs.Pair], found: Sequence[Flow]) -> list[dict[str, Any]]:
    """The flows of a picture by their numbers; each leads to the region it tells most about."""
    by_pair = {(flow.origin, flow.destination): flow for flow in found}
    names = {unit.code: places.name(unit.names) for unit in selectors.geography(run).units}
    listed = []
    for number, (origin, destination, _persons) in enumerate(shown, start=1):
        other = destination if origin == asked.region else origin
        text, interval = exchange.told(by_pair, origin, destination, asked.net)
        entry = {"number": number, "from": names[origin], "to": names[destination], "text": text, "interval": interval}
        listed.append(entry | {"address": asked.address(region=other, direction="")})
    return listed


def _ribbons(run: Run, asked: Asked, found: Sequence[Flow]) -> dict[str, Any]:
    """Ribbons between all regions, or through the one asked for."""
    pairs = [(flow.origin, flow.destination, flow.persons) for flow in found]
    if asked.region:
        pairs = [pair for pair in pairs if asked.direction in ("", moves.IN if pair[1] == asked.region else moves.OUT)]
        drawn = sankey.around(asked.region, pairs, NAMED)
    else:
        drawn = sankey.between_all(pairs, NAMED)
    units = selectors.geography(run).units
    names, short = {unit.code: places.name(unit.names) for unit in units}, places.short_names(units)
    texts = {(f.origin, f.destination): exchange.in_persons(f) for f in found}
    gross = replace(asked, net=False)
    return {
        "sankey": drawn,
        "sides": [(side, [_node(run, asked, node, side, short) for node in nodes]) for side, nodes in drawn.sides],
        "ribbons": [(ribbon, _ribbon_title(ribbon, names, texts)) for ribbon in drawn.ribbons],
        "ten": _listed(run, gross, pairs[:NAMED], found),
    }


def _node(run: Run, asked: Asked, node: sankey.Node, side: str, short: dict[str, str]) -> dict[str, Any]:
    """A name beside its bar: departures of an origin, arrivals of a destination, or the one flow to or from the hub."""
    origin, destination = (node.code, asked.region) if side == "left" else (asked.region, node.code)
    count = (
        moves.flow(run, origin, destination, asked.year)
        if asked.region
        else moves.total(run, node.code, moves.OUT if side == "left" else moves.IN, asked.year)
    )
    return {
        "middle": node.middle,
        "lines": places.in_two_lines(short[node.code]),
        "count": exchange.in_short(count, interval=False) if count else "",
        "title": exchange.in_short(count) if count else "",
        "address": asked.address(region=node.code, direction=""),
    }


def _ribbon_title(ribbon: sankey.Ribbon, names: dict[str, str], texts: dict[tuple[str, str], tuple[str, str]]) -> str:
    text, interval = texts[ribbon.origin, ribbon.destination]
    return f"{names[ribbon.origin]} → {names[ribbon.destination]}: {text} ({interval})"


def _matrix(run: Run, asked: Asked) -> dict[str, Any]:
    """The table of all pairs, whichever region is looked at, and the heads that sort it."""
    units = places.by_name(selectors.geography(run).units)
    short = places.short_names(units)
    heads = []
    for code, label in (("name", _("From")), *((unit.code, short[unit.code]) for unit in units)):
        current = code == asked.sort or (code == "name" and asked.sort not in short)
        down = not asked.descending if current else code != "name"
        state = ("descending" if asked.descending else "ascending") if current else "none"
        heads.append((label, state, asked.address(sort=code, order="down" if down else "up") + "#matrix"))
    rows = matrix.matrix(units, moves.flows(run, asked.year), asked.sort, asked.descending)
    return {"heads": heads, "rows": rows}


def _chain(run: Run, asked: Asked) -> dict[str, Any]:
    """All horizons in one picture: large for what is looked at, small for every region."""
    nation = selectors.geography(run).nation.code
    until = min(UNTIL, run.last_year - 1)
    drawn = horizons(run, until)
    small = {each.code: each for each in drawn.drawn}
    return {
        "chart": charts.chart(run, asked.region or nation, nation, until),
        "horizons": drawn,
        "small": [
            _small(run, unit, small[unit.code], asked)
            for unit in places.by_name(selectors.geography(run).units)
            if unit.code in small
        ],
    }


def _small(run: Run, unit: Place, drawn: Horizon, asked: Asked) -> dict[str, Any]:
    came, left = (moves.total(run, unit.code, direction, asked.year) for direction in (moves.IN, moves.OUT))
    return {
        "name": places.name(unit.names),
        "drawn": drawn,
        "came": exchange.in_short(came) if came else "",
        "left": exchange.in_short(left) if left else "",
        "address": asked.address(region=unit.code, direction=""),
    }
