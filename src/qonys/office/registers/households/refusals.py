"""What the register of households refuses."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import BadInput


class NotTogether(BadInput):
    """People who cannot make a household, join it or leave it on that day."""
