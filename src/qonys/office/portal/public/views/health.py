"""For those who watch over the service."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qonys.engines.vocabulary.errors import DamagedRun
from qonys.office.planning.forecasts import runs


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; tells which run is shown."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return JsonResponse({"status": "down", "database": str(error)}, status=503)
    try:
        run = runs.latest()
    except DamagedRun as letter:
        return JsonResponse({"status": "down", "runs": str(letter)}, status=503)
    return JsonResponse({"status": "ok", "run": run.id if run else None})
