"""An address below /api/ where nothing is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from qonys.office.portal.api import problems


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    return problems.answer(problems.nothing(request))
