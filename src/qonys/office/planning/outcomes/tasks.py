"""Regular work: once a day the registers are counted and learned from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.planning.outcomes import services


def learn(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    return str(services.write_outcomes() or "nobody is followed here")
