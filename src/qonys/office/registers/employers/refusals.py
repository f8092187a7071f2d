"""What the register of employers refuses."""

from __future__ import annotations

from qonys.office.registers.refusals import RegisterRefused


class UntakableEmployer(RegisterRefused):
    """Something told of an employer that the register cannot keep."""
