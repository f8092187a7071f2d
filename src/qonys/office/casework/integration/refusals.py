"""What is refused about a settled family. Each is a letter to its reader."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class IntegrationRefused(QonysError):
    """Something that may not be done with this settlement now, or cannot be said of it."""


class UnknownSettlement(IntegrationRefused):
    """No such settled family, or none the asker may see: which of the two is not said."""


class NoConsent(IntegrationRefused):
    """The family has not opened its notes to this helper, or has closed them again."""
