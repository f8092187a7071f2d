"""What the journal refuses. Each is a letter to its reader."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class Unjournalable(QonysError):
    """A line the journal cannot keep: a name it does not allow, or a value that has no one way to be written."""


class OutsideTransaction(QonysError):
    """A line was to be written outside the transaction of the change it tells of."""


class Erased(QonysError):
    """A personal content was asked for that has been erased."""
