"""The page of planning for a run that ends with its forecast: what is missing, what is safe, what to do."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from qonys.office.planning.forecasts.runs import Run


def forecast_alone(request: HttpRequest, run: Run, title: str | Promise) -> HttpResponse:
    context = {"run": run, "title": title, "command": f"qonys cycle {settings.QONYS_COUNTRY}"}
    return render(request, "public/forecast_alone.html", context)
