"""What authority refuses. Each is a letter to its reader, in the reader's language."""

from __future__ import annotations

from datetime import datetime

from qonys.engines.vocabulary.errors import QonysError


class Refused(QonysError):
    """A mandate, an account or a sign-in that the rules do not allow."""


class IncompatibleRoles(Refused):
    """One person would hold two roles that nobody may hold together."""


class BeyondMandate(Refused):
    """Somebody gives, or takes away, what his or her own mandate does not reach."""


class UnknownAccount(Refused):
    """No account of that login."""


class NotRecognised(Refused):
    """A wrong login, password or code; which of them is not said."""


class Locked(Refused):
    """Too many wrong attempts; `until` says when the next is allowed."""

    def __init__(self, letter: str, until: datetime) -> None:
        super().__init__(letter)
        self.until = until


class NowherePlaced(QonysError):
    """A model was to be filtered by mandate that does not say where its rows lie: a defect of the program."""
