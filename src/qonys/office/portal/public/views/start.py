"""The nation at a glance: how many, how many likely, where it grows and where it shrinks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers, places, words
from qonys.office.portal.public.charts import territory as charts
from qonys.office.portal.public.charts.territory import Subject
from qonys.office.portal.public.drawing import measures
from qonys.office.portal.public.drawing.atlas import atlas
from qonys.office.portal.public.drawing.measures import Measure, Shade
from qonys.office.portal.public.drawing.multiples import multiples
from qonys.office.portal.public.shown import with_run

YEARS = (2030, 2035, 2040, 2050, 2075, 2100)


@require_safe
@with_run
def start(request: HttpRequest, run: Run) -> HttpResponse:
    nation = selectors.geography(run).nation
    subject = Subject.of(run, nation.code)
    context = {
        "run": run,
        "nation": places.name(nation.names),
        "code": nation.code,
        "chart": charts.population(subject),
    }
    return render(
        request, "public/start.html", context | _figures(subject) | _map(request, run) | _regions(run, subject)
    )


def _figures(subject: Subject) -> dict[str, Any]:
    """The three numbers at the top: now, soon, and in the middle of the century."""
    soon = min(2030 if subject.base < 2030 else subject.base + 5, subject.run.last_year)
    coming = []
    for year in (soon, subject.middle_year):
        if band := subject.at("population", year):
            coming.append(
                {"year": year, "estimate": numbers.people(band), "words": words.than_today(subject.now, band)}
            )
    return {
        "now": numbers.counted(subject.now),
        "base": subject.base,
        "coming": coming,
        "last": coming[-1] if coming else None,
    }


def _map(request: HttpRequest, run: Run) -> dict[str, Any]:
    """Tiles and schematic map in the measure and year asked for."""
    known = measures.available(run)
    years = [year for year in YEARS if run.first_year < year <= run.last_year] or [run.last_year]
    measure = next((m for m in known if m.key == request.GET.get("measure")), known[0])
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else min(years, key=lambda y: abs(y - 2050))
    shades, scale = measures.shades(run, measure, year)
    drawn = atlas(run)
    units = selectors.geography(run).units
    short = places.short_names(units)
    tiles = sorted(
        (_tile(unit, shades[unit.code], short) for unit in units if unit.code in shades), key=lambda t: -t["value"]
    )
    outlines = (
        [
            (outline, shades.get(outline.code), places.in_two_lines(short.get(outline.code, "")))
            for outline in drawn.outlines
        ]
        if drawn
        else []
    )
    return {
        "measures": known,
        "measure": measure,
        "years": years,
        "year": year,
        "tiles": tiles,
        "atlas": drawn,
        "outlines": outlines,
        "legend": scale.legend(),
        "sentence": _map_sentence(measure, year, tiles),
    }


def _tile(unit: selectors.Place, shade: Shade, short: dict[str, str]) -> dict[str, Any]:
    place = f"c{unit.tile[0]} r{unit.tile[1]}" if unit.tile else ""
    return {
        "code": unit.code,
        "name": places.name(unit.names),
        "short": short[unit.code],
        "shade": shade,
        "value": shade.value,
        "place": place,
    }


def _map_sentence(measure: Measure, year: int, tiles: list[dict[str, Any]]) -> str:
    if not tiles:
        return ""
    top, bottom = tiles[0], tiles[-1]
    return (
        f"{measure.label}, {year}: {top['name']} {top['shade'].text} ({top['shade'].interval}) … "
        f"{bottom['name']} {bottom['shade'].text} ({bottom['shade'].interval})"
    )


def _regions(run: Run, subject: Subject) -> dict[str, Any]:
    """Every region with its small chart and the two numbers it stands for."""
    last = subject.middle_year
    drawn = {small.code: small for small in multiples(run, last)}
    then = selectors.across(run, last)
    regions = []
    for unit in places.by_name(selectors.geography(run).units):
        if unit.code not in drawn:
            continue
        later, now = then[unit.code]["population"], selectors.population_now(run, unit.code)
        regions.append(
            {
                "code": unit.code,
                "name": places.name(unit.names),
                "small": drawn[unit.code],
                "search": " ".join((unit.names.kk, unit.names.ru, unit.names.en)).lower(),
                "now": numbers.counted(now),
                "then": numbers.people(later),
                "words": words.than_today(now, later),
            }
        )
    return {"regions": regions, "until": last}
