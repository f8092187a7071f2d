"""What a receipt is refused for. Each is a letter to whoever holds it."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import BadInput


class NotAReceipt(BadInput):
    """The file is no receipt, or holds none."""


class NotCanonical(BadInput):
    """A value has no one way to be written down."""


class UnusableKey(BadInput):
    """A key that cannot be read, or is of another kind."""
