"""Personal contents beside the journal: a payload holds only the digest, so that erasing leaves the chain whole.

    with transaction.atomic():
        reference = personal.keep("case:123", {"name": "...", "born": date(2051, 3, 9)})
        append("case:123", "applied", {"applicant": reference}, actor="account:7")

The digest is salted: without the salt, which is erased with the content, nobody can find out by trying all twelve-digit
numbers which one it was.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from qonys.office.foundation.journal import canonical
from qonys.office.foundation.journal.models import Personal, Stream
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.foundation.journal.services import append

KEY = "personal"  # {"personal": "<digest>"} stands in a payload for the content


def keep(stream: str, content: Mapping[str, Any]) -> dict[str, str]:
    """Keep a content of that stream; returns what stands for it in a payload."""
    salt, written = secrets.token_hex(16), canonical.text(content)
    digest = digest_of(salt, written)
    Stream.objects.get_or_create(pk=stream)
    Personal.objects.create(digest=digest, stream_id=stream, salt=salt, content=written)
    return {KEY: digest}


def read(reference: Mapping[str, str]) -> dict[str, Any]:
    """The content behind a reference. Raises Erased."""
    return read_all([reference])[reference[KEY]]


def read_all(references: Iterable[Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Contents by digest, in one query. Raises Erased when one of them is gone."""
    found = Personal.objects.in_bulk([reference[KEY] for reference in references])
    for kept in found.values():
        if kept.erased:
            raise Erased(f"{kept.stream_id}: a personal content was erased on {kept.erased:%d.%m.%Y}; it is gone.")
    return {digest: json.loads(kept.content) for digest, kept in found.items()}


def erase(stream: str, *, actor: str, reason: str) -> int:
    """Empty every personal content of a stream, with one line that says so; returns how many there were."""
    with transaction.atomic():
        digests = sorted(_left(stream).select_for_update().values_list("pk", flat=True))
        _left(stream).update(content="", salt="", erased=timezone.now())
        append(stream, "erased", {"digests": digests, "reason": reason}, actor=actor)
    return len(digests)


def digest_of(salt: str, content: str) -> str:
    return canonical.digest(f"{salt}\n{content}")


def _left(stream: str) -> QuerySet[Personal]:
    return Personal.objects.filter(stream_id=stream, erased=None)
