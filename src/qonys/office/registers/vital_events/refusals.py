"""What the register of vital events refuses."""

from __future__ import annotations

from qonys.office.registers.refusals import RegisterRefused


class Impossible(RegisterRefused):
    """A birth or a death that cannot have been so."""
