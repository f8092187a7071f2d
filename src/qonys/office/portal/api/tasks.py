"""The regular work of the API, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from qonys.office.portal.api.models import Remembered
from qonys.office.portal.api.remembering import KEPT


def tidy(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Forget answers of yesterday."""
    return f"{Remembered.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]} answers forgotten"
