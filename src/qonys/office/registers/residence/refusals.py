"""What the register of residence refuses."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import BadInput


class NoResidence(BadInput):
    """A residence that cannot begin or end on that day."""


class OtherList(BadInput):
    """A territory that was not on the list of that day."""
