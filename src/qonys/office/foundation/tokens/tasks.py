"""The regular work of tokens, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qonys.office.foundation.tokens import services


def tidy(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Remove tokens that ended long ago."""
    return f"{services.forget_old()} old tokens removed"
