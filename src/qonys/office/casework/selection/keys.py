"""The key that signs receipts: a file that only the office's own account may read, made at its first use.

Its public half is published for good. To change the key, put another file in its place (`qonys receipt renew`): old
receipts are still checked with the public keys the office has kept.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from qonys.office.casework.selection.engine import PublicKey, SigningKey, from_base64, new_key, read_signing_key
from qonys.office.casework.selection.models import PublishedKey

NAME = "receipt_key.pem"


def file() -> Path:
    """QONYS_RECEIPT_KEY, else a file in the home folder."""
    given = str(settings.QONYS_RECEIPT_KEY)
    return Path(given) if given else Path(settings.QONYS_HOME) / NAME


def signing_key() -> SigningKey:
    """The key of this office, made if there is none; its public half is published before anything is signed."""
    path = file()
    if not path.exists() and not settings.QONYS_RECEIPT_KEY:
        _put(new_key(), path)
    key = read_signing_key(path.read_bytes(), path.name)
    told = {"public": key.public.public, "since": timezone.now()}
    PublishedKey.objects.get_or_create(pk=key.public.name, defaults=told)
    return key


def renew() -> SigningKey:
    """Another key from now on; the old file is kept aside under the moment it was put away."""
    path = file()
    if path.exists():
        path.rename(path.with_name(f"{path.stem}-until-{datetime.now(UTC):%Y%m%dT%H%M%S}{path.suffix}"))
    _put(new_key(), path)
    return signing_key()


def public_keys() -> Mapping[str, PublicKey]:
    """Every key this office ever signed with, by name."""
    return {each.name: from_base64(each.public) for each in PublishedKey.objects.order_by("since")}


def _put(key: SigningKey, path: Path) -> None:
    """Never over a key that another process has just put there: a link, unlike a rename, replaces nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(key.pem())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
