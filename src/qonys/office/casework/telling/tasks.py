"""Regular work: warnings before something runs out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.casework.telling import warnings


def warn(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    return f"{warnings.warn()} warned"
