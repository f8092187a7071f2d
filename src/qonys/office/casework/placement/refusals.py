"""What is refused about placement. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class PlacementRefused(QonysError):
    """Something the rules of a round do not allow now."""


class UnknownRound(PlacementRefused):
    """No such round or family, or none the asker may see: which of the two is not said."""
