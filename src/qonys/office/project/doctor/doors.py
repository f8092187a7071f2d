"""Who can reach the service, and what protects those who do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from qonys.office.casework.selection import keys
from qonys.office.foundation.authority.selectors import anybody_holds
from qonys.office.project.doctor.findings import Check, Finding, fail, ok, warn

HERE = ("127.0.0.1", "localhost", "::1", "[::1]")
SHORTEST = 40  # letters of a signing key
HOW = "docs/how-to/serve-in-an-office.md"


def secret_key() -> Iterator[Finding]:
    key, given = settings.SECRET_KEY, bool(os.environ.get("QONYS_SECRET_KEY"))
    if len(key) < SHORTEST or len(set(key)) < 10 or key.startswith("django-insecure"):
        remedy = "Unset QONYS_SECRET_KEY: a good one is made and kept. Or set one of 50 letters that nobody can guess."
        yield fail("signing key", "too short or too plain", remedy)
    else:
        yield ok(
            "signing key",
            "given by QONYS_SECRET_KEY" if given else f"kept in {Path(settings.QONYS_HOME) / 'secret_key'}",
        )


def receipt_key() -> Iterator[Finding]:
    """The key that signs receipts: one only this account may read, whose public half is published."""
    path = keys.file()
    if not path.exists():
        if settings.QONYS_RECEIPT_KEY:
            remedy = "Put the key there, or unset QONYS_RECEIPT_KEY: one is made and kept."
            yield fail("receipt key", f"{path} is not there: no scored case can be decided", remedy)
        else:
            yield ok("receipt key", "is made with the first receipt")
        return
    if path.stat().st_mode & 0o077:
        yield fail("receipt key", f"others may read {path}: they could sign decisions", f"chmod 600 {path}")
    else:
        yield ok("receipt key", f"{keys.signing_key().public.name}, kept in {path}")


def served_at(host: str) -> Check:
    """Settings for the address the service listens on."""

    def check() -> Iterator[Finding]:
        before = 0
        for each in _for_everybody() if host not in HERE else _for_this_machine():
            before += 1
            yield each
        if not before:
            yield ok("address", f"settings fit {host}")

    return check


def administrator() -> Iterator[Finding]:
    if anybody_holds("administrator"):
        yield ok("administrator", "there is one")
    else:
        remedy = "qonys officer add LOGIN --role administrator --territory CODE (docs/how-to/let-officers-in.md)"
        yield warn("administrator", "nobody can give mandates on the pages", remedy)


def second_factor() -> Iterator[Finding]:
    if settings.QONYS_SECOND_FACTOR:
        yield ok("second factor", "asked for")
    else:
        yield warn(
            "second factor", "a password is enough", "Unset QONYS_SECOND_FACTOR, unless this is a demonstration."
        )


def demonstration() -> Iterator[Finding]:
    if settings.QONYS_DEMO:
        found = "nobody in this office exists, and its accounts are named at the door"
        yield warn("demonstration", found, "For real work: QONYS_DEMO=0 and an empty QONYS_HOME.")


def _for_everybody() -> Iterator[Finding]:
    if settings.DEBUG:
        yield fail("address", "QONYS_DEBUG shows strangers the inside of the program", "Unset QONYS_DEBUG.")
    if not [name for name in settings.ALLOWED_HOSTS if name not in HERE]:
        yield fail("address", "QONYS_HOSTS names only this machine: others are refused", f"Set QONYS_HOSTS; see {HOW}")
    if "*" in settings.ALLOWED_HOSTS:
        yield warn("address", "QONYS_HOSTS is *: links in mails may be forged", "Name the hosts people type.")
    if not settings.HTTPS:
        yield warn(
            "address", "without https passwords can be read on the way", f"Set QONYS_HTTPS=1 behind a proxy; see {HOW}"
        )
    elif not settings.CSRF_TRUSTED_ORIGINS:
        yield warn("address", "QONYS_ORIGINS is empty: forms may be refused", "Set QONYS_ORIGINS=https://your.host")
    if settings.QONYS_PUBLIC_CONTROLS and settings.HTTPS:
        yield warn("address", "anybody may start forecasts", "Set QONYS_PUBLIC_CONTROLS=0.")


def _for_this_machine() -> Iterator[Finding]:
    if settings.DEBUG:
        yield warn("address", "QONYS_DEBUG is on: pages and logs tell everything", "Unset it when others come.")
