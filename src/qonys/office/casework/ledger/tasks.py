"""Regular work: reservations whose time has passed are let go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.casework.ledger import services


def expire(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    return f"{services.expire()} expired"
