"""Work of the commission, done by the worker. Only here is the typesetter loaded."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction

from qonys.office.casework.commission import protocol
from qonys.office.casework.commission.models import Protocol, Session
from qonys.office.casework.commission.states import State
from qonys.office.casework.letters import typesetting
from qonys.office.foundation.journal.refusals import Erased

log = logging.getLogger(__name__)
Progress = Callable[[float, str], None]


def set_protocols(parameters: dict[str, Any], progress: Progress) -> str:
    """Set the minutes of every closed session that has none yet; returns how many."""
    closed = Session.objects.filter(state=State.CLOSED, protocol=None).select_related("territory", "secretary")
    return str(sum(_set(session) for session in closed.order_by("pk")))


def _set(session: Session) -> bool:
    try:
        made = typesetting.sheet("minutes", protocol.content(session), str(session))
    except Erased:
        log.warning("The minutes of session %d cannot be set: what was written was erased.", session.pk)
        return False
    with transaction.atomic():
        told = {"content": made, "sha256": hashlib.sha256(made).hexdigest(), "language": session.secretary.language}
        return Protocol.objects.get_or_create(session=session, defaults=told)[1]
