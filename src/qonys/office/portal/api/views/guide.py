"""The description of the API as a page: what a person reads before writing a program."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qonys.office.portal.api import described, problems

OPENAPI = "/api/v1/openapi.json"


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    kinds = [(key, kind.status, kind.title, kind.remedy) for key, kind in problems.KINDS.items()]
    return render(request, "api/guide.html", {"rooms": described.rooms(), "problems": kinds, "openapi": OPENAPI})


@require_safe
def problem(request: HttpRequest, key: str) -> HttpResponse:
    """The address a problem names as its type."""
    if key not in problems.KINDS:
        raise Http404
    return redirect(f"{reverse('api_guide')}#{key}")
