"""What the register of vital events refuses."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import BadInput


class Impossible(BadInput):
    """A birth or a death that cannot have been so."""
