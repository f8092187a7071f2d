"""What the exchange refuses. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.office.foundation.authority.refusals import Refused


class UnknownLayout(Refused):
    """No layout of that name."""


class NotNow(Refused):
    """An import was asked for something its state, or the day, does not allow."""


class Unreadable(Refused):
    """A file that holds no table of the layout."""


class Wrong(Exception):
    """A cell cannot be used; told with its row and column as a fault, never raised to a reader."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy
