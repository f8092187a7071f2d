"""Paths of territories: every code from the nation down, each followed by a slash: `KZ/`, `KZ/KZ-59/`.

A path lies within another if it begins with it; the closing slash keeps `KZ/KZ-1/` out of `KZ/KZ-19/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.db import models

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")
LONGEST = 120


class PathField(models.CharField):  # type: ignore[type-arg]
    """A path, compared letter by letter on both databases, so that a range of paths is a subtree."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONGEST)
        options.setdefault("validators", [RegexValidator(rf"^({CODE.pattern}/)+$")])
        super().__init__(**options)

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        # PostgreSQL sorts by the rules of a language unless told otherwise; SQLite already compares bytes.
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}


def path_of(codes: Iterable[str]) -> str:
    return "".join(f"{code}/" for code in codes)


def unit_of(path: str) -> str:
    """The unit of the first level a path lies in, '' for the nation itself: KZ/KZ-59/a-district/ lies in KZ-59."""
    codes = path.split("/")[:-1]
    return codes[1] if len(codes) > 1 else ""


def wholes(path: str) -> list[str]:
    """A path and all it lies within, the largest first: KZ/, KZ/KZ-59/."""
    codes = path.split("/")[:-1]
    return [path_of(codes[: depth + 1]) for depth in range(len(codes))]


def beginnings(path: str, count: int) -> list[str]:
    """The first two codes of a path, the first three, and so on; '' where it is not so long."""
    found = wholes(path)[1 : count + 1]
    return found + [""] * (count - len(found))


def widest(paths: Iterable[str]) -> str:
    """The smallest path that all of them lie within; '' if there is none."""
    found = [wholes(path) for path in paths]
    shared = [steps[0] for steps in zip(*found, strict=False) if len(set(steps)) == 1]
    return shared[-1] if shared else ""
