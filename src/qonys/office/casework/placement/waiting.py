"""Regular work: a round whose edits came while it was being computed is computed again. Loads no engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.casework.placement import services
from qonys.office.casework.placement.models import Round
from qonys.office.casework.placement.states import State


def ask(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    if not Round.objects.filter(state=State.COMPUTING, letter="").exists():
        return "nothing waits"
    services.ask_to_compute()
    return "asked"
