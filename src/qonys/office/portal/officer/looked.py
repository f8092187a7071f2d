"""Opening a file is written down before it is shown: at most once an hour in one session.

Officers at work need not say why: their mandate does. An auditor has no case to work on, so he names his purpose.
"""

from __future__ import annotations

import time

from django.http import HttpRequest

from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.journal.services import record_reading

KEY = "looked"  # in the session: stream -> when, in seconds of the epoch
AN_HOUR = 60 * 60
CASE_WORK = "case work"  # the purpose of everybody but auditors


def needs_purpose(request: HttpRequest, stream: str, actions: frozenset[Action]) -> bool:
    return Action.AUDIT in actions and not recent(request, stream)


def note(request: HttpRequest, stream: str, purpose: str) -> None:
    """Write the reading down, unless this session did within the hour."""
    if recent(request, stream):
        return
    record_reading(request.user.actor, stream, purpose)
    now = int(time.time())
    fresh = {each: at for each, at in request.session.get(KEY, {}).items() if abs(now - at) < AN_HOUR}
    request.session[KEY] = fresh | {stream: now}


def recent(request: HttpRequest, stream: str) -> bool:
    """abs: after a clock was set back nothing counts as recent for ever."""
    at = request.session.get(KEY, {}).get(stream)
    return at is not None and abs(int(time.time()) - at) < AN_HOUR
