"""Regular work of the applications, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.casework.applications import services


def tidy(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Delete drafts nobody touched for long."""
    return f"{services.expire()} drafts deleted"
