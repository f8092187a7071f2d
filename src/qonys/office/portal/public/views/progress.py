"""Watching, asking for and cancelling the forecast job."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qonys.office.foundation.jobs import selectors, services
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import WrongState
from qonys.office.planning.forecasts.tasks import ask_for_forecast
from qonys.office.portal.public.waiting import told


@never_cache
@require_safe
def progress(request: HttpRequest, number: int) -> JsonResponse:
    job = get_object_or_404(Job, pk=number)
    if selectors.silent().filter(pk=job.pk).exists():
        services.recover()
        job.refresh_from_db()
    return JsonResponse(told(job))


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    demand_open_controls()
    ask_for_forecast("start page")
    return redirect("start")


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    demand_open_controls()
    job = get_object_or_404(Job, pk=number)
    with suppress(WrongState):  # it ended while the reader was deciding: the start page shows how
        services.cancel(job)
    return redirect("start")


def demand_open_controls() -> None:
    """Raises PermissionDenied where only operators may start and cancel work, and this is a stranger."""
    if not settings.QONYS_PUBLIC_CONTROLS:
        raise PermissionDenied
