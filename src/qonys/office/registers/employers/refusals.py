"""What the register of employers refuses."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import BadInput


class UntakableEmployer(BadInput):
    """Something told of an employer that the register cannot keep."""
