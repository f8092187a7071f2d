"""The accounts of an invented office. Their password is known to everybody and kept nowhere.

They have none of their own, so where the demonstration is off nobody gets in with it.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.journal.selectors import content, newest

STREAM = "demonstration"
PASSWORD = "kirip-korelik"  # "let us come in and see"


def is_on() -> bool:
    return bool(settings.QONYS_DEMO)


def made() -> Entry | None:
    """The line that says what was drawn; None for an office of real people."""
    return newest(STREAM, 1, "made").first()


def complete() -> bool:
    """The worker has done the rest."""
    return newest(STREAM, 1, "complete").exists()


def opens(account: Account, password: str) -> bool:
    """The well-known password, on an invented account, while the demonstration is on."""
    known = is_on() and not account.has_usable_password() and constant_time_compare(password, PASSWORD)
    return known and made() is not None


def shown() -> list[Account]:
    """Who is named at the door, in order; nobody where the demonstration is off."""
    line = made() if is_on() else None
    if line is None:
        return []
    numbers = content(line)["shown"]
    found = Account.objects.filter(pk__in=numbers, active=True).prefetch_related("mandates__territory").in_bulk()
    return [found[number] for number in numbers if number in found]
