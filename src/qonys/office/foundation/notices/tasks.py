"""Regular work of the notices, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from qonys.office.foundation.jobs import services as jobs
from qonys.office.foundation.notices import contacts, delivery, retention
from qonys.office.foundation.notices.services import KIND

Progress = Callable[[float, str], None]


def deliver(parameters: dict[str, Any], progress: Progress) -> str:
    """Carry what is due. How far it is nobody can say: more may be told meanwhile."""
    ended = delivery.deliver_due(lambda done: progress(0.0, ""))
    return ", ".join(f"{count} {state}" for state, count in sorted(ended.items())) or "nothing was due"


def tidy(parameters: dict[str, Any], progress: Progress) -> str:
    """Erase old texts, forget addresses nobody confirmed, and the jobs that delivered."""
    erased, forgotten = retention.erase_old(), contacts.forget_unverified()
    jobs.forget(KIND, timedelta(days=1))  # there is one every minute
    jobs.forget_results(days=7)
    return f"{erased} texts erased, {forgotten} addresses forgotten"
