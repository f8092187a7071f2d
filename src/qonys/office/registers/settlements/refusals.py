"""What the register of settlements refuses."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import BadInput


class NotASettlement(BadInput):
    """A family cannot have settled, stood or moved on like that."""
