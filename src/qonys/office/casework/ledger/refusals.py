"""What the ledger refuses. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class LedgerRefused(QonysError):
    """Something the rules of the ledger do not allow."""


class UnknownPlaces(LedgerRefused):
    """No such quota, order or reservation, or none the asker may see: which of the two is not said."""


class NotEnough(LedgerRefused):
    """More units were to be taken than are free."""


class WrongStep(LedgerRefused):
    """A step the table of states does not know from here."""


class KeyTaken(LedgerRefused):
    """A key that was used for something else: the same key says the same thing again, never another."""


class SecondOfficer(LedgerRefused):
    """An order is carried out by another officer than the one who proposed it."""
