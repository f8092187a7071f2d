"""Regular work on cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.casework.cases import checks


def bring_along(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Every hour: terms of waiting cases, so that the first list of a day is right."""
    return f"{checks.bring_along()} terms moved"
