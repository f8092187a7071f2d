"""Work on rule sets, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.casework.rulesets import services

Progress = Callable[[float, str], None]


def activate(parameters: dict[str, Any], progress: Progress) -> str:
    """Bring into force what was approved for today; returns how many versions."""
    return str(services.activate())
