"""How it works, what the words mean, where the figures come from; and about this service."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.planning.forecasts import reading, runs, selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording.places import name
from qonys.office.portal.public.methods import notes
from qonys.office.portal.public.shown import with_run


@require_safe
@with_run
def methods(request: HttpRequest, run: Run) -> HttpResponse:
    told = selectors.definitions(run)
    words = [(name(i.name), name(i.unit), name(i.definition)) for i in told.indicators.values()]
    vintages = "SELECT source, dataset, min(year), max(year), count(*) FROM {history} GROUP BY ALL ORDER BY ALL"
    context = {"run": run, "methods": notes(run), "indicators": words, "vintages": reading.rows(run.folder, vintages)}
    return render(request, "public/methods.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about.html", {"run": runs.latest()})
