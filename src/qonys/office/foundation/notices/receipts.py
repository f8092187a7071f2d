"""What a gateway says later about a message: that it arrived, or that it never will.

A receipt may come twice, too early, or after another: the table of states says what still changes anything.
"""

from __future__ import annotations

import json
import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.refusals import BadReceipt, Unsigned
from qonys.office.foundation.notices.routes import Route
from qonys.office.foundation.notices.signature import fits
from qonys.office.foundation.notices.states import State, before
from qonys.office.foundation.notices.templates import SECRET

log = logging.getLogger(__name__)
ENDS = {"delivered": State.DELIVERED, "failed": State.FAILED}  # other words of a gateway change nothing


def take(provider: str, moment: str, signature: str, body: bytes) -> bool:
    """Note what the gateway says; True if it changed anything. Raises Unsigned, BadReceipt."""
    route = _route(provider)
    if route is None or not fits(signature, route.secret, moment, body):
        raise Unsigned("The receipt carries no fitting signature, or one older than five minutes.")
    reference, status = _read(body)
    end = ENDS.get(status)
    if end is None:
        return False
    changed = _end(reference, end, route)
    if changed and end == State.FAILED:
        log.warning("Provider %s could not deliver a notice with reference %s.", route.name, reference)
    return bool(changed)


def _end(reference: UUID, end: State, route: Route) -> int:
    found = Notice.objects.filter(reference=reference, state__in=before(end))
    now = timezone.now()
    values: dict[str, Any] = {"state": end, "provider": route.name, "claimed": None, "worker": ""}
    values |= {"delivered": now, "reason": ""} if end == State.DELIVERED else {"reason": "receipt"}
    secret = found.filter(template__in=SECRET).update(**values, facts={}, erased=now)
    return secret or found.update(**values)


def _read(body: bytes) -> tuple[UUID, str]:
    try:
        told = json.loads(body)
        return UUID(told["id"]), str(told["status"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadReceipt('A receipt is JSON such as {"id": "<reference>", "status": "delivered"}.') from None


def _route(name: str) -> Route | None:
    return next((route for route in settings.QONYS_SMS if route.secret and route.name == name), None)
