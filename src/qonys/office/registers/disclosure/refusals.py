"""What is not counted."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError
from qonys.office.registers.refusals import RegisterRefused


class NotAWhole(RegisterRefused):
    """A day or period for which no counts are given."""


class NotATable(QonysError):
    """A table was asked for by a dimension it does not have: a defect of the program."""
