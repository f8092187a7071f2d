"""Who is at the door: login and password, and what is written down when somebody comes in or goes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qonys.office.foundation.authority import demonstration, lockout
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.refusals import NotRecognised
from qonys.office.foundation.journal.services import append

SIGNED_IN = "signed in"


def recognise(login: str, password: str, address: str) -> Account:
    """The account of that login and password. Raises NotRecognised, the same for every reason, or Locked."""
    name = login.strip().casefold()
    lockout.attempt("address", address)
    last = lockout.attempt("login", name)
    account = Account.objects.filter(login=name, active=True).first()
    if account is None:
        Account().set_password(password)  # takes as long as checking one
    elif account.check_password(password) or demonstration.opens(account, password):
        lockout.forget("login", name)
        lockout.excuse("address", address)
        return account
    elif last:
        note(account, "locked")
    raise NotRecognised(_("Login or password is not right."))


def come_in(account: Account) -> None:
    """Every step is done: the account is signed in."""
    note(account, SIGNED_IN)


def go(account: Account) -> None:
    note(account, "signed out")


def note(account: Account, action: str) -> None:
    with transaction.atomic():
        append(account.actor, action, {}, actor=account.actor)
