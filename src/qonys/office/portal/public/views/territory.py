"""One territory: its charts, their data, and how each number was made."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qonys.office.planning.balances import selectors as balances
from qonys.office.planning.forecasts import datasets, selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers, places
from qonys.office.portal.public import exports
from qonys.office.portal.public.charts import pyramid as pyramids
from qonys.office.portal.public.charts import territory as charts
from qonys.office.portal.public.charts.flows import flows
from qonys.office.portal.public.charts.territory import Subject
from qonys.office.portal.public.methods import notes
from qonys.office.portal.public.shown import with_run


@require_safe
@with_run
def territory(request: HttpRequest, run: Run, code: str) -> HttpResponse:
    subject = Subject.of(run, code)
    if not subject.has("population"):
        raise Http404(code)
    geography = selectors.geography(run)
    drawn = list(charts.all_charts(subject))
    if pyramid_chart := pyramids.chart(subject):
        drawn.insert(1, pyramid_chart)
    later = subject.at("population", subject.middle_year)
    context = {
        "run": run,
        "place": subject.place,
        "name": places.name(subject.place.names),
        "nation": geography.nation,
        "is_nation": code == geography.nation.code,
        "places": [
            (place.code, places.name(place.names)) for place in (geography.nation, *places.by_name(geography.units))
        ],
        "neighbours": [(n.code, places.name(n.names)) for n in places.by_name(_neighbours(geography, subject.place))],
        "charts": drawn,
        "now": numbers.counted(subject.now),
        "later": numbers.people(later) if later else None,
        "year": subject.middle_year,
        "base": subject.base,
        "flows": flows(subject),
        "methods": notes(run),
        "planned": balances.holds(run),
    }
    return render(request, "public/territory.html", context)


@require_safe
@cache_control(public=True, max_age=300)
@with_run
def pyramid(request: HttpRequest, run: Run, code: str) -> HttpResponse:
    return JsonResponse(pyramids.data(Subject.of(run, code)))


@require_safe
@with_run
def dataset(request: HttpRequest, run: Run, code: str, dataset: str, form: str) -> HttpResponse:
    place = selectors.geography(run).find(code)
    table = datasets.OF_A_TERRITORY.get(dataset)
    if table is None:
        raise Http404(dataset)
    return exports.response(run, table.query(place.code), f"qonys-{run.id}-{place.code}-{dataset}", form)


def _neighbours(geography: selectors.Geography, place: selectors.Place) -> list[selectors.Place]:
    return [unit for unit in geography.units if unit.code in place.neighbours]
