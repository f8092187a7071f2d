"""Ends sessions of a desk that was left alone, and of a day that is over."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from qonys.office.foundation.authority.models import Kind

SEEN, SINCE = "seen", "since"  # seconds of the epoch, in the session
IDLE = "idle"  # minutes after which this session ends
NOTED_EVERY = 60  # seconds: not every page is worth a write


class EndIdleSessions:
    """Looks only at requests that bring a session cookie, so that pages for everybody stay free of cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        now = int(time.time())
        idle, age = now - request.session.get(SEEN, 0), now - request.session.get(SINCE, 0)
        # abs: a clock that was set back must not keep a session for ever.
        if (
            abs(idle) > request.session.get(IDLE, settings.QONYS_IDLE_MINUTES) * 60
            or abs(age) > settings.SESSION_COOKIE_AGE
        ):
            logout(request)
        elif abs(idle) > NOTED_EVERY:
            request.session[SEEN] = now


def begin(request: HttpRequest) -> None:
    """The session of somebody who has just come in. A family writes its story longer than an officer leaves a desk."""
    if request.user.kind == Kind.APPLICANT:
        request.session[IDLE] = settings.QONYS_APPLICANT_IDLE_MINUTES
    request.session[SEEN] = request.session[SINCE] = int(time.time())
