"""Work that comes round every minute leaves a thousand rows a day behind: a week of them is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command

from qonys.office.foundation.jobs import services

KEPT = timedelta(days=7)


def tidy(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Forget old jobs of regular kinds, and what the queue remembers of jobs that are over."""
    gone = sum(services.forget(kind, KEPT) for kind, _, _ in settings.QONYS_REGULAR)
    call_command("prune_db_task_results", min_age_days=KEPT.days, queue_name="*", verbosity=0)
    return f"{gone} old jobs forgotten"
