"""The scoreboard: does each forecast beat the simplest guess?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.planning.flows import datasets
from qonys.office.planning.flows import selectors as moves
from qonys.office.planning.forecasts.runs import Run
from qonys.office.portal.public import exports
from qonys.office.portal.public.charts import scores as charts
from qonys.office.portal.public.charts.calibration import score_card
from qonys.office.portal.public.shown import with_run


@require_safe
@with_run
def scores(request: HttpRequest, run: Run) -> HttpResponse:
    told, country = charts.card(run), charts.country(run)
    found = moves.methods(run) if run.holds(moves.METHODS) else ()
    horizons, rows = charts.flow_table(found)
    years = charts.years_published(run) if run.holds(moves.PAIRS) else ()
    context = {
        "run": run,
        "country": country,
        "verdicts": charts.verdicts(told, found),
        "population": charts.population(told, country) if told else (),
        "flows": charts.flow_lines(found),
        "coverage": charts.coverage(told, country) if told else (),
        "rebased": charts.rebased(told) if told else "",
        "horizons": horizons,
        "rows": rows,
        "tries": charts.tries(found),
        "years": years,
        "span": "–".join(dict.fromkeys((str(years[0]), str(years[-1])))) if years else "",
        "card": score_card(run),
        "others": charts.others(run),
    }
    return render(request, "public/scores.html", context)


@require_safe
@with_run
def table(request: HttpRequest, run: Run, dataset: str, form: str) -> HttpResponse:
    """Every method of forecasting moves at every horizon."""
    told = datasets.OF_SCORES.get(dataset)
    if told is None or not run.holds(moves.METHODS):
        raise Http404(dataset)
    return exports.response(run, told.query(""), f"qonys-{run.id}-{dataset}", form)
