"""What the doctor says of one thing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

log = logging.getLogger(__name__)


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    level: Level
    what: str  # the thing, in two or three words
    found: str
    remedy: str = ""  # what to do; empty when all is well


Check = Callable[[], Iterator[Finding]]


def ok(what: str, found: str) -> Finding:
    return Finding(Level.OK, what, found)


def warn(what: str, found: str, remedy: str) -> Finding:
    return Finding(Level.WARN, what, found, remedy)


def fail(what: str, found: str, remedy: str) -> Finding:
    return Finding(Level.FAIL, what, found, remedy)


def examine(checks: Iterable[tuple[str, Check]]) -> list[Finding]:
    """Every check; one that cannot be done is a finding of its own and hinders no other."""
    found: list[Finding] = []
    for name, check in checks:
        try:
            found += check()
        except Exception as error:  # the doctor must not fall ill of what it looks for
            found.append(fail(name, f"could not be looked at ({type(error).__name__}: {error})", "Mend what is above."))
    return found
