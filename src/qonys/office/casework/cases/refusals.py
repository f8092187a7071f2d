"""What casework refuses. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class CaseRefused(QonysError):
    """An act that the table, the law or a mandate does not allow now."""


class UnknownProcedure(CaseRefused):
    """A procedure the country's law does not know."""


class UnknownCase(CaseRefused):
    """No case of that number, or none that the asker may see: which of the two is not said."""


class WrongStep(CaseRefused):
    """The case stands where this act does not lead on."""


class NotAllowed(CaseRefused):
    """The asker holds no mandate for it, or it would be the same pair of eyes twice."""


class Incomplete(CaseRefused):
    """Something the act needs is missing."""
