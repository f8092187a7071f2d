"""Texts that both databases compare letter by letter, so that an order and a range mean the same on each."""

from __future__ import annotations

from typing import Any

from django.db import models

LAST = "\U0010ffff"  # follows every letter


class ByLetter(models.CharField):  # type: ignore[type-arg]
    def db_parameters(self, connection: Any) -> dict[str, Any]:
        # PostgreSQL sorts by the rules of a language unless told otherwise; SQLite already compares bytes.
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}


def beginning(field: str, letters: str) -> dict[str, str]:
    """A filter for what begins with these letters: a range, which every index serves (LIKE is served by few)."""
    return {f"{field}__gte": letters, f"{field}__lt": letters + LAST}
