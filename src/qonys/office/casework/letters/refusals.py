"""What letters refuse. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.office.casework.cases.refusals import CaseRefused


class UnknownLetter(CaseRefused):
    """No letter of that number, or none the asker may see."""


class NotYetSet(CaseRefused):
    """The letter was issued, and its PDF is still being made."""
