"""The first and the last to see a request: gives it an id, measures it, and answers those who only ask for health."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from qonys.office.foundation.watch import requests
from qonys.office.foundation.watch.discretion import route_of
from qonys.office.portal.watch.urls import AT_ONCE
from qonys.office.portal.watch.views.metrics import answered, seconds

log = logging.getLogger("qonys.requests")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})  # a stranger may invent others
STATIC, UNNAMED = "static", "unknown"


class Watch:
    """Outermost of all, so that what the others refuse is counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun, identity = time.perf_counter(), requests.new_id()
        requests.current.set(identity)  # until the next request of this thread: Django logs a refusal after us
        response = self._answer(request)
        response["X-Request-ID"] = identity
        _note(request, response, time.perf_counter() - begun)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Health is asked for by machines: by address instead of name, without https, in no language."""
        if found := AT_ONCE.get(request.path_info):
            request.resolver_match = found.resolve(request.path_info.lstrip("/"))
            response: HttpResponse = found.callback(request)
            response._has_been_logged = True  # type: ignore[attr-defined]  # asked every few seconds; who asks, knows
            return response
        return self.get_response(request)


def _note(request: HttpRequest, response: HttpResponse, took: float) -> None:
    route = route_of(request)
    if route == UNNAMED and request.path_info.startswith(settings.STATIC_URL):
        route = STATIC
    method = request.method if request.method in METHODS else "other"
    answered.labels(method, route, response.status_code).inc()
    seconds.labels(route).observe(took)
    if route != STATIC and request.path_info not in AT_ONCE:
        told = {"route": route, "method": method, "status": response.status_code, "seconds": round(took, 4)}
        log.info("answered", extra=told)
