"""What the register of residence refuses."""

from __future__ import annotations

from qonys.office.registers.refusals import RegisterRefused


class NoResidence(RegisterRefused):
    """A residence that cannot begin or end on that day."""


class OtherList(RegisterRefused):
    """A territory that was not on the list of that day."""
