"""Forecast against what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording.places import name
from qonys.office.portal.public.charts import checked as charts
from qonys.office.portal.public.charts.territory import Subject
from qonys.office.portal.public.shown import with_run


@require_safe
@with_run
def checked(request: HttpRequest, run: Run) -> HttpResponse:
    nation = selectors.geography(run).nation
    subject = Subject.of(run, nation.code)
    context = {
        "run": run,
        "nation": name(nation.names),
        "code": nation.code,
        "charts": charts.charts(subject),
        "misses": charts.misses_table(subject),
        "ahead": charts.ahead_table(subject),
        "sources": sorted({f.source for f in selectors.published_forecasts(run, nation.code) if f.source}),
    }
    return render(request, "public/checked.html", context)
