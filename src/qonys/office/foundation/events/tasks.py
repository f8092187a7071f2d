"""The regular work of events, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from qonys.office.foundation.events import delivery
from qonys.office.foundation.events.models import Event

KEPT = timedelta(days=30)


def deliver(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Bring new events to those who want them."""
    spread = delivery.spread()
    return f"{spread} events spread, {delivery.deliver()} sent"


def tidy(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Forget events, and what became of them, after a month."""
    count = Event.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
    return f"{count} rows forgotten"
