"""The steps of an import as jobs, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from qonys.office.foundation.exchange import checking, services, writing
from qonys.office.foundation.exchange.models import Fault, Import, Row

Progress = Callable[[float, str], None]


def check(parameters: dict[str, Any], progress: Progress) -> str:
    return checking.check(parameters["import"], progress)


def write(parameters: dict[str, Any], progress: Progress) -> str:
    return writing.write(parameters["import"], progress)


def undo(parameters: dict[str, Any], progress: Progress) -> str:
    return writing.undo(parameters["import"], progress)


def tidy(parameters: dict[str, Any], progress: Progress) -> str:
    """Forget files and what could be quoted from them once nothing can be done with them any more."""
    old = timezone.now() - 2 * services.UNDO_WITHIN
    over = Import.objects.filter(created__lt=old).exclude(finished__gt=old).exclude(content=None)
    numbers = list(over.values_list("pk", flat=True))
    Fault.objects.filter(of__in=numbers).delete()
    Row.objects.filter(of__in=numbers).update(before=None, after=None)
    return f"{Import.objects.filter(pk__in=numbers).update(content=None)} files forgotten"
