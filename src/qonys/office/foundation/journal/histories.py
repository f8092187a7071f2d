"""Whole histories at once, each the first of its stream: for what is invented, measured or brought from elsewhere.

    telling = Telling()
    reference = telling.keep("case:K26-...", {"application": ...})
    telling.say("case:K26-...", at, "submit", {"application": reference}, actor="account:7")
    with transaction.atomic():
        telling.write()

Lines are chained by the functions of `append` and verified like any other. Their moments are told, not read off the
clock; so nothing is ever put behind lines that stand: a stream that exists already is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from qonys.office.foundation.journal import canonical, personal
from qonys.office.foundation.journal.chain import entry_hash
from qonys.office.foundation.journal.models import NOTHING, Entry, Personal, Stream
from qonys.office.foundation.journal.refusals import OutsideTransaction, Unjournalable
from qonys.office.foundation.journal.services import refuse_names

BATCH = 1000  # rows of one statement


@dataclass(frozen=True)
class Said:
    """A line before its place in a stream is known."""

    stream: str
    at: datetime
    actor: str
    action: str
    payload: str  # canonical


class Telling:
    """Collects histories and what is personal in them; nothing is written before `write`."""

    def __init__(self, salt: Callable[[], str] = lambda: secrets.token_hex(16)) -> None:
        self._salt = salt
        self._said: list[Said] = []
        self._kept: list[Personal] = []

    def say(self, stream: str, at: datetime, action: str, payload: Mapping[str, Any], *, actor: str) -> None:
        """One more line; the lines of a stream follow each other as they are said. Raises Unjournalable."""
        refuse_names(stream=stream, action=action, actor=actor)
        self._said.append(Said(stream, at, actor, action, canonical.text(payload)))

    def keep(self, stream: str, at: datetime, content: Mapping[str, Any]) -> dict[str, str]:
        """A personal content of that stream; returns what stands for it in a payload."""
        salt, written = self._salt(), canonical.text(content)
        digest = personal.digest_of(salt, written)
        self._kept.append(Personal(digest=digest, stream_id=stream, salt=salt, content=written, kept=at))
        return {personal.KEY: digest}

    def write(self) -> int:
        """Everything said, inside the caller's transaction; returns how many lines. Raises Unjournalable."""
        if not connection.in_atomic_block:
            raise OutsideTransaction(
                "Histories are written in the transaction of what they tell of: call write inside transaction.atomic()."
            )
        ends, entries = self._chained()
        _refuse_known(list(ends))
        Stream.objects.bulk_create(ends.values(), batch_size=BATCH)
        entries.sort(key=lambda entry: entry.at)  # numbers follow the days, as they would have
        Entry.objects.bulk_create(entries, batch_size=BATCH)
        Personal.objects.bulk_create(self._kept, batch_size=BATCH)
        return len(entries)

    def _chained(self) -> tuple[dict[str, Stream], list[Entry]]:
        ends: dict[str, Stream] = {}
        entries = []
        for said in self._said:
            end = ends.setdefault(said.stream, Stream(name=said.stream, entries=0, head=NOTHING))
            entry = _next(end, said)
            end.entries, end.head = entry.sequence, entry.hash
            entries.append(entry)
        return ends, entries


def _next(end: Stream, said: Said) -> Entry:
    sequence = end.entries + 1
    return Entry(
        stream_id=said.stream,
        sequence=sequence,
        at=said.at,
        actor=said.actor,
        action=said.action,
        payload=said.payload,
        previous=end.head,
        hash=entry_hash(said.stream, sequence, said.at, said.actor, said.action, said.payload, end.head),
    )


def _refuse_known(names: list[str]) -> None:
    for start in range(0, len(names), BATCH):
        known = Stream.objects.filter(pk__in=names[start : start + BATCH]).first()
        if known:
            raise Unjournalable(
                f"{known.name}: this stream has {known.entries} lines already. A whole history begins a stream; "
                "what follows is appended line by line."
            )
