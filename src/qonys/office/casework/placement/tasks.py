"""Work of placement, done by the worker: only here is the engine loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.casework.placement.computing import compute as compute_round
from qonys.office.casework.placement.models import Round
from qonys.office.casework.placement.states import State


def compute(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Every round that waits for it; returns how many were proposed."""
    waiting = list(Round.objects.filter(state=State.COMPUTING, letter="").order_by("pk"))
    done = 0
    for place, found in enumerate(waiting):
        progress(place / len(waiting), str(found))
        done += compute_round(found)
    return f"{done} proposed"
