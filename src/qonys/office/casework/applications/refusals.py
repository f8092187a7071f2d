"""What is refused about drafts. Each is a letter to the applicant; none repeats what was told."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class DraftRefused(QonysError):
    """Something that cannot be done with this draft."""


class UnknownDraft(DraftRefused):
    """No such draft, or not the asker's: which of the two is not said."""


class NotReady(DraftRefused):
    """Something is still missing."""


class WrongAnswer(DraftRefused):
    """An answer that cannot be one."""
