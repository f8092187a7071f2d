"""Opening and closing accounts, and their passwords: each in one transaction, with one line in the account's stream."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.office.foundation.authority import lockout
from qonys.office.foundation.authority.models import Account, Kind, RecoveryCode, SecondFactor
from qonys.office.foundation.authority.refusals import NotRecognised, Refused
from qonys.office.foundation.journal.services import append

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,79}")
# Django's own texts are empty in Kazakh.
WEAK = {
    "password_too_short": gettext_lazy("A password has at least 12 characters."),
    "password_too_common": gettext_lazy("This password is one of the first that others would try."),
    "password_entirely_numeric": gettext_lazy("A password of digits alone is too easy to guess."),
    "password_too_similar": gettext_lazy("The password is too much like the login or the name."),
}
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that look alike


def open_account(
    login: str,
    display_name: str,
    *,
    kind: Kind,
    password: str,
    actor: str,
    language: str = "kk",
    temporary: bool = True,
) -> Account:
    """A new account; `temporary` when another than its owner chose the password. Raises Refused."""
    account = Account(login=login.strip().casefold(), display_name=display_name.strip(), kind=kind, language=language)
    if not LOGIN.fullmatch(account.login):
        raise Refused(_("%(login)s: a login is 2 to 80 Latin letters, digits and . _ @ -.") % {"login": login})
    account.temporary_password = temporary
    _set(account, password)
    with transaction.atomic():
        if Account.objects.filter(login=account.login).exists():
            raise Refused(_("There is already an account %(login)s.") % {"login": account.login})
        account.save(force_insert=True)
        _note(account, "opened", actor, kind=account.kind)
    return account


def change_password(account: Account, old: str, new: str) -> None:
    """The owner's own change; every other session of the account ends. Raises NotRecognised, Locked, Refused."""
    lockout.attempt("password", account.actor)
    if not account.check_password(old):
        raise NotRecognised(_("The present password is not right."))
    lockout.forget("password", account.actor)
    _set(account, new)
    account.temporary_password = False
    with transaction.atomic():
        account.save(update_fields=["password", "temporary_password"])
        _note(account, "password changed", account.actor)


def reset(account: Account, password: str, *, actor: str) -> None:
    """Somebody lost password or device: a new password, no second factor, every session ended."""
    _set(account, password)
    account.temporary_password = True
    with transaction.atomic():
        account.save(update_fields=["password", "temporary_password"])
        SecondFactor.objects.filter(account=account).delete()
        RecoveryCode.objects.filter(account=account).delete()
        _note(account, "reset", actor)
    lockout.forget("login", account.login)
    lockout.forget("code", account.actor)


def renew(account: Account, password: str) -> None:
    """Its owner is known by a code sent to a confirmed address: every session ends. Raises Refused."""
    _set(account, password)
    account.temporary_password = False
    with transaction.atomic():
        account.save(update_fields=["password", "temporary_password"])
        _note(account, "password renewed", account.actor)
    lockout.forget("login", account.login)


def set_active(account: Account, active: bool, *, actor: str) -> None:
    """Close an account, which ends its sessions and its scope at once, or open it again."""
    with transaction.atomic():
        account.active = active
        account.save(update_fields=["active"])
        _note(account, "opened again" if active else "closed", actor)


def set_language(account: Account, language: str) -> None:
    """In which language its owner is written to and finds the pages."""
    with transaction.atomic():
        account.language = language
        account.save(update_fields=["language"])
        _note(account, "language chosen", account.actor, language=language)


def generated_password() -> str:
    """Four groups of four letters, 79 bits: can be read out over a telephone."""
    letters = [secrets.choice(READABLE) for _ in range(16)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


def _set(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused(" ".join(str(WEAK.get(each.code, each.message)) for each in error.error_list)) from None
    account.set_password(password)


def _note(account: Account, action: str, actor: str, **payload: Any) -> None:
    append(account.actor, action, payload, actor=actor)
