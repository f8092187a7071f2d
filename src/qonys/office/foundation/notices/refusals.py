"""What notices refuse. Each is a letter to its reader; none of them repeats an address."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class BadNotice(QonysError):
    """A notice that cannot be written: unknown template, wrong facts, or a key that tells of something else."""


class WrongAddress(QonysError):
    """An e-mail address or telephone number that cannot be one, or a way of writing this office does not have."""


class WrongCode(QonysError):
    """Not the code that was sent, or too late."""


class Unsigned(QonysError):
    """A delivery receipt without a fitting signature."""


class BadReceipt(QonysError):
    """A delivery receipt that cannot be read."""
