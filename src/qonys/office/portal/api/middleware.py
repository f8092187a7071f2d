"""What holds for every request below /api/: refusals are problems, and what needs a token is kept by nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from qonys.office.portal.api import problems

PREFIX = "/api/"


class Conversation:
    """Pages for people are left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith(problems.CONTENT):
            response = problems.instead_of(response)
        if request.headers.get("Authorization") or response.status_code >= 400:
            add_never_cache_headers(response)
        return response
