"""What the register of persons refuses. The letters repeat nothing personal, since they may end in a log."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import BadInput


class UntakablePerson(BadInput):
    """Something told of a person that the register cannot keep."""


class NumberTaken(BadInput):
    """An identification number that another person has."""
