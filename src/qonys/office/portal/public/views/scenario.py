"""One comparison: what a policy changes, where, how surely, and on what that stands; and two policies side by side."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.scenarios import comparisons, selectors
from qonys.office.planning.scenarios.comparisons import Comparison
from qonys.office.planning.wording import numbers, places, words
from qonys.office.portal.public import exports, levers
from qonys.office.portal.public.charts import scenario as charts
from qonys.office.portal.public.charts.scenario import Subject, told
from qonys.office.portal.public.drawing.changes import regions
from qonys.office.portal.public.shown import with_run
from qonys.office.portal.public.tones import tone_of

FIGURES = (2035, 2050)
YEARS = (2030, 2035, 2040, 2045, 2050)
# In the order in which a reader looks for them; what else was computed follows.
FIRST = (
    "population", "working_age", "school_age", "preschool_age", "pension_age", "old_age_dependency",
    "total_dependency", "potential_workforce", "births", "deaths", "net_internal_migration",
    "net_external_migration", "total_fertility",
)  # fmt: skip
BESIDE = ("population", "working_age", "school_age", "old_age_dependency")
TABLES = ("differences", "before", "indicators", "strengths")
APART = {
    "country": _("they are of two countries"),
    "seed": _("their futures were drawn with two seeds"),
    "trajectories": _("they were tried on different numbers of futures"),
    "horizon": _("their forecasts end in different years"),
    "code": _("two versions of the program computed them"),
    "figures": _("they stand on different published figures"),
}


@require_safe
@with_run
def scenario(request: HttpRequest, run: Run, name: str) -> HttpResponse:
    found = comparisons.find(name, run.country)
    subject = _subject(found, request)
    year, years = _year(found, subject, request)
    by_name = request.GET.get("sort") == "name"
    context = {
        "run": run,
        "found": found,
        "title": places.name(found.title),
        "note": places.name(found.note),
        "tone": subject.tone,
        "figures": _figures(subject),
        "aside": _aside(subject, year),
        "charts": [chart for chart in (charts.fans(subject, run), charts.difference(subject)) if chart],
        "regions": regions(subject, year, by_name),
        "by_name": by_name,
        "levers": levers.rows(found),
        "files": [path.name for path in found.files()],
        "apart": [APART[each] for each in found.apart(run)],
        "others": [each for each in comparisons.newest(run.country) if each != found],
        "controls": settings.QONYS_PUBLIC_CONTROLS,
        **_switches(subject, year, years),
    }
    return render(request, "public/scenario.html", context)


@require_safe
@with_run
def two(request: HttpRequest, run: Run) -> HttpResponse:
    """Two policies beside each other; refused in words where their futures differ."""
    known = comparisons.newest(run.country)
    context: dict[str, Any] = {"run": run, "known": [(each.name, places.name(each.title)) for each in known]}
    if len(known) < 2:
        return render(request, "public/scenarios_two.html", context)
    one = _asked(request.GET.get("one", ""), known) or known[0]
    other = _asked(request.GET.get("other", ""), known) or next(each for each in known if each != one)
    apart = [APART[each] for each in one.apart(other)]
    context |= {"one": one.name, "other": other.name, "apart": apart, "same": one == other}
    if not apart and one != other:
        context |= _beside(one, other, request)
    return render(request, "public/scenarios_two.html", context)


@require_safe
@with_run
def file(request: HttpRequest, run: Run, name: str, file: str) -> HttpResponse:
    """A file as it lies in the comparison, or a table of it as CSV or XLSX."""
    found = comparisons.find(name, run.country)
    stem, _dot, form = file.rpartition(".")
    if stem in TABLES and form in ("csv", "xlsx"):
        return exports.response(found, f"SELECT * FROM {{{stem}}}", f"qonys-{found.id}-{stem}", form)
    for path in found.files():
        if path.name == file:
            return FileResponse(path.open("rb"), as_attachment=True, filename=f"qonys-{found.id}-{path.name}")
    raise Http404(file)


def _subject(found: Comparison, request: HttpRequest) -> Subject:
    geography = selectors.geography(found)
    asked, territory = request.GET.get("indicator", ""), request.GET.get("territory", "")
    indicator = asked if asked in selectors.indicators(found) else "population"
    if territory in {place.code for place in geography.places}:
        return Subject(found, indicator, territory)
    return Subject(found, indicator, _worth_showing(found, indicator))


def _worth_showing(found: Comparison, indicator: str) -> str:
    """The nation; where people only change places within it, the region that changes most."""
    geography = selectors.geography(found)
    changes = selectors.across(found, indicator, selectors.years(found, indicator)[-1])
    if not changes[geography.nation.code].is_none:
        return geography.nation.code
    units = [unit.code for unit in geography.units if unit.code in changes]
    return max(units, key=lambda code: abs(changes[code].band.q50), default=geography.nation.code)


def _year(found: Comparison, subject: Subject, request: HttpRequest) -> tuple[int, list[int]]:
    """The year of the regions; a flow is known to one year less than a stock."""
    known = selectors.years(found, subject.indicator)
    years = [year for year in YEARS if year in known]
    years = years if years and years[-1] == known[-1] else [*years, known[-1]]
    asked = request.GET.get("year", "")
    return (int(asked) if asked in map(str, years) else years[-1]), years


def _switches(subject: Subject, year: int, years: list[int]) -> dict[str, Any]:
    known = selectors.indicators(subject.comparison)
    keys = [*(key for key in FIRST if key in known), *(key for key in known if key not in FIRST)]
    geography = selectors.geography(subject.comparison)
    return {
        "indicators": [(key, places.name(known[key].name)) for key in keys],
        "indicator": subject.indicator,
        "label": subject.label,
        "unit": subject.unit,
        "definition": places.name(known[subject.indicator].definition),
        "places": [(p.code, places.name(p.names)) for p in (geography.nation, *places.by_name(geography.units))],
        "territory": subject.territory,
        "place": subject.place,
        "years": years,
        "year": year,
    }


def _figures(subject: Subject) -> list[dict[str, Any]]:
    """What changes soon and in the middle of the century, in the place asked for."""
    changes = subject.changes
    last = max(changes)
    figures = []
    for year in sorted({min(year, last) for year in FIGURES}):
        change = changes[year]
        text, interval = told(change, subject.persons)
        figures.append(
            {"year": year, "text": text, "interval": interval, "odds": words.odds(change.raised, change.lowered)}
        )
    return figures


def _aside(subject: Subject, year: int) -> dict[str, Any] | None:
    """Beside the nation the region that changes most, beside a region the nation."""
    geography = selectors.geography(subject.comparison)
    found = selectors.across(subject.comparison, subject.indicator, year)
    nation = geography.nation
    units = [unit for unit in geography.units if unit.code in found]
    most = max(units, key=lambda unit: abs(found[unit.code].band.q50), default=nation)
    place = most if subject.territory == nation.code else nation
    if place.code not in found or (place != nation and found[place.code].is_none):
        return None
    text, interval = told(found[place.code], subject.persons)
    odds = words.odds(found[place.code].raised, found[place.code].lowered)
    return {"most": place != nation, "name": places.name(place.names), "text": text, "interval": interval, "odds": odds}


def _asked(name: str, known: tuple[Comparison, ...]) -> Comparison | None:
    return next((each for each in known if name in (each.name, each.id)), None)


def _beside(one: Comparison, other: Comparison, request: HttpRequest) -> dict[str, Any]:
    """Small charts and a table of indicators: without either policy, and what each changes."""
    first = _subject(one, request)
    year, years = _year(one, first, request)
    titles = (places.name(one.title), places.name(other.title))
    shared = [key for key in FIRST if key in selectors.indicators(one) and key in selectors.indicators(other)]
    rows = []
    for key in shared:
        subjects = [Subject(each, key, first.territory) for each in (one, other)]
        then = min(year, max(subjects[0].changes))
        found = [subject.changes[then] for subject in subjects]
        cells = [(*told(change, subjects[0].persons), words.odds(change.raised, change.lowered)) for change in found]
        level = _level(subjects[0], then)
        rows.append(
            {"label": subjects[0].label, "unit": subjects[0].unit, "year": then, "level": level, "cells": cells}
        )
    parts = [charts.beside([Subject(c, key, first.territory) for c in (one, other)], titles) for key in BESIDE]
    return {
        "titles": [(titles[0], tone_of(one), one.name), (titles[1], tone_of(other), other.name)],
        "rows": rows,
        "parts": parts,
        **_switches(first, year, years),
    }


def _level(subject: Subject, year: int) -> tuple[str, str]:
    """What is expected without any policy, with its 80 % interval."""
    without, _with = selectors.fans(subject.comparison, subject.indicator, subject.territory)
    band = next(band for band in without if band.year == year)
    estimate = (numbers.people if subject.persons else numbers.ratio)(band)
    return estimate.with_unit, estimate.interval_with_unit
