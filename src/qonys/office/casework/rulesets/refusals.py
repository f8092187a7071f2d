"""What is refused about rule sets. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class RulesRefused(QonysError):
    """Something about a rule set that the table of states, a mandate or four eyes do not allow now."""


class UnknownRules(RulesRefused):
    """No rule set, or no version, of that name."""


class UnlawfulDraft(RulesRefused):
    """The text does not load, or one of its examples does not come out as it says."""


class SameEyes(RulesRefused):
    """Who wrote a version cannot approve it."""
