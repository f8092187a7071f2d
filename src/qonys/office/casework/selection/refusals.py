"""What selection refuses. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.office.casework.cases.refusals import CaseRefused


class NotScored(CaseRefused):
    """This case is decided without points, or its points are not counted yet."""


class UnknownReceipt(CaseRefused):
    """No receipt of that code, or none the asker may see."""


class NotYetSet(CaseRefused):
    """The receipt is there, and its PDF is still being made."""


class WrongFact(CaseRefused):
    """A fact the rules cannot take: it is named, with what they take."""
