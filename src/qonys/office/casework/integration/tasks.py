"""Regular work: families whose visit is near are asked, by a notice with the way to their questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from qonys.office.casework.integration import services
from qonys.office.casework.integration.law import known
from qonys.office.casework.integration.models import Visit

BACK = timedelta(days=90)  # who did not answer for so long is visited, not asked again


def ask_all(on: date | None = None) -> int:
    """Put the questions of every visit that has opened to its family; returns how many were new."""
    law, day = known(), on or timezone.localdate()
    if law is None:
        return 0
    near = day + timedelta(days=law.follow_up.open_days)
    waiting = Visit.objects.filter(
        due__lte=near, due__gt=day - BACK, done=None, survey=None, settled__until=None,
        settled__case__account__isnull=False,
    )  # fmt: skip
    found = list(waiting.select_related("settled__case__account").order_by("due", "id"))
    for visit in found:
        services.ask(visit, on=day, actor="worker")
    return len(found)


def ask(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    return f"{ask_all()} families asked"
