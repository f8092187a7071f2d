"""Regular work of the files, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.foundation.files import scans, services, sweeping

Progress = Callable[[float, str], None]


def tidy(parameters: dict[str, Any], progress: Progress) -> str:
    """Scan what waits for it, let go of what nobody kept."""
    return f"{scans.scan_waiting()} scanned, {services.expire()} expired"


def sweep(parameters: dict[str, Any], progress: Progress) -> str:
    """Clean the disk of what no row speaks of."""
    return f"{sweeping.sweep()} removed"
