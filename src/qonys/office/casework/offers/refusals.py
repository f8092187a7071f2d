"""What is refused about offers. Each is a letter to its reader."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class OfferRefused(QonysError):
    """An offer that cannot be, or that the asker may not enter there."""


class UnknownOffer(OfferRefused):
    """No such offer, or none the asker may see: which of the two is not said."""
