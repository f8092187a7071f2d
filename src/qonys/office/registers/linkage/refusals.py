"""What this room refuses."""

from __future__ import annotations

from qonys.office.registers.refusals import RegisterRefused


class WrongPairState(RegisterRefused):
    """Another officer decided in the meantime, or there is nothing to undo."""
