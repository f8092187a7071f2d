"""What appeals refuse. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.office.casework.cases.refusals import CaseRefused, NotAllowed


class AppealRefused(CaseRefused):
    """It cannot be appealed against, or not any more, or the appeal is over."""


class UnknownAppeal(CaseRefused):
    """No appeal of that number, or none the asker may see."""


class SameOfficer(NotAllowed):
    """Who decided cannot decide on the appeal against the decision."""
