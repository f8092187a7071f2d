"""What is refused about papers. Each is a letter to its reader; none repeats a name."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class DocumentRefused(QonysError):
    """A paper that does not belong to this case, or a check nobody may make."""


class UnknownDocument(DocumentRefused):
    """No such paper, or none the asker may see: which of the two is not said."""
