"""Authority's regular work, done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management import call_command

from qonys.office.foundation.authority import lockout


def tidy(parameters: dict[str, Any], progress: Callable[[float, str], None]) -> str:
    """Forget sessions that ended and attempts that no longer count."""
    call_command("clearsessions")
    return f"{lockout.forget_old()} old attempts forgotten"
