"""Work on letters, done by the worker. Only here is the typesetter loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.casework.letters import services, typesetting

Progress = Callable[[float, str], None]


def set_letters(parameters: dict[str, Any], progress: Progress) -> str:
    """Set what waits; returns how many letters."""
    done = services.set_waiting(typesetting.letter)
    services.forget_erased()
    return str(done)
