"""What the register of persons refuses. The letters repeat nothing personal, since they may end in a log."""

from __future__ import annotations

from qonys.office.registers.refusals import RegisterRefused


class UntakablePerson(RegisterRefused):
    """Something told of a person that the register cannot keep."""


class NumberTaken(RegisterRefused):
    """An identification number that another person has."""
