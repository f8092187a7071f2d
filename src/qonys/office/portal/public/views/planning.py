"""What follows from the forecast: the way into the pages of planning."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qonys.office.planning.forecasts.runs import Run
from qonys.office.portal.public.context import PLANNING
from qonys.office.portal.public.shown import with_run


@require_safe
@with_run
def planning(request: HttpRequest, run: Run) -> HttpResponse:
    cards = [(reverse(page), label, question) for page, label, question in PLANNING]
    return render(request, "public/planning.html", {"run": run, "cards": cards})
