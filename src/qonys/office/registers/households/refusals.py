"""What the register of households refuses."""

from __future__ import annotations

from qonys.office.registers.refusals import RegisterRefused


class NotTogether(RegisterRefused):
    """People who cannot make a household, join it or leave it on that day."""
