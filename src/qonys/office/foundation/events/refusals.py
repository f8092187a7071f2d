"""What events refuse. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError
from qonys.office.foundation.authority.refusals import Refused


class NotForEvents(QonysError):
    """Something that may be personal was to be put into an event, or outside a transaction: a program's defect."""


class ForbiddenAddress(Refused):
    """Events are not delivered to this address."""


class UnknownEventType(Refused):
    """A type of event that nothing here publishes."""
