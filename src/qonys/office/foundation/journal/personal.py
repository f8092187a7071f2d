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

from qonys.office.foundation.journal import canonical, many
from qonys.office.foundation.journal.models import Entry, Personal, Stream
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.foundation.journal.services import append, begin

KEY = "personal"  # {"personal": "<digest>"} stands in a payload for the content


def keep(stream: str, content: Mapping[str, Any]) -> dict[str, str]:
    """Keep a content of that stream; returns what stands for it in a payload."""
    kept = _salted(stream, content)
    Stream.objects.get_or_create(pk=stream)
    kept.save(force_insert=True)
    return {KEY: kept.digest}


def begin_with(
    stream: str, action: str, payload: Mapping[str, Any], contents: Mapping[str, Mapping[str, Any]], *, actor: str
) -> Entry:
    """The first line of a stream whose name was drawn just now, in three statements; see `services.begin`.

    `contents`: what is kept beside it, by the name under which the payload refers to it.
    """
    kept = {name: _salted(stream, content) for name, content in contents.items()}
    references = {name: {KEY: each.digest} for name, each in kept.items()}
    entry = begin(stream, action, {**payload, **references}, actor=actor)
    many.insert(Personal, list(kept.values()))
    return entry


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


def _salted(stream: str, content: Mapping[str, Any]) -> Personal:
    """Not saved yet."""
    salt, written = secrets.token_hex(16), canonical.text(content)
    return Personal(digest=digest_of(salt, written), stream_id=stream, salt=salt, content=written)


def _left(stream: str) -> QuerySet[Personal]:
    return Personal.objects.filter(stream_id=stream, erased=None)
