"""What a token may be used for: actions of the roles, and what belongs to the account itself.

A scope only narrows. What an account may do is said by its mandates; a token of it may do so much, or less.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.tokens.refusals import UnknownScope

OWN = "own"  # the account's own applications, messages and documents
SCOPES = (OWN, *(action.value for action in Action))


def known(wanted: Iterable[str]) -> list[str]:
    """The scopes, each once, in the order of the table. Raises UnknownScope."""
    asked = set(wanted)
    if strangers := sorted(asked - set(SCOPES)):
        letter = _("There is no scope %(scope)s. Known are %(known)s.")
        raise UnknownScope(letter % {"scope": strangers[0][:40], "known": ", ".join(SCOPES)})
    return [scope for scope in SCOPES if scope in asked]
