"""What tokens refuse. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from qonys.office.foundation.authority.refusals import Refused


class UnknownScope(Refused):
    """A token was to be given for something nobody has heard of, or for more than its client may."""


class NotAToken(Refused):
    """The token shown is unknown, revoked or too old; which of them is not said."""


class NotAClient(Refused):
    """A wrong client or secret; which of them is not said."""
