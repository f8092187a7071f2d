"""Which request is being answered, so that its lines of the log can be told from those of others."""

from __future__ import annotations

import secrets
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request", default="")


def new_id() -> str:
    """Always our own: one that comes with the request could hold anything."""
    return secrets.token_hex(8)
