"""The journal's regular work, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.foundation.journal import sealing


def seal(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Seal what is not yet sealed."""
    made = sealing.seal()
    return f"seals {made[0].number}-{made[-1].number}" if made else "nothing to seal"
