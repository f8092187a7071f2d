"""Writing the journal: a line belongs to the transaction of the change it tells of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from qonys.office.foundation.journal import canonical, many
from qonys.office.foundation.journal.chain import entry_hash
from qonys.office.foundation.journal.models import Entry, Stream
from qonys.office.foundation.journal.refusals import OutsideTransaction, Unjournalable

# Names are codes, so that no line break or personal text can hide in them.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/@+-]*")
READINGS = "/readings"  # the stream of those who looked into a stream


def append(stream: str, action: str, payload: Mapping[str, Any], *, actor: str) -> Entry:
    """Add a line to the end of a stream, inside the caller's transaction.

    Two who append to one stream wait for each other: PostgreSQL locks the stream's row, SQLite lets one writer in at
    a time. A transaction that appends to several streams should do so in the same order everywhere.
    """
    _refuse_outside(stream)
    refuse_names(stream=stream, action=action, actor=actor)
    written = canonical.text(payload)
    end = _locked(stream)
    entry = _next(end, action, written, actor)
    entry.save(force_insert=True)
    Stream.objects.filter(pk=stream).update(entries=entry.sequence, head=entry.hash)
    return entry


def begin(stream: str, action: str, payload: Mapping[str, Any], *, actor: str) -> Entry:
    """The first line of a stream whose name was drawn just now: there is nothing to look for and nobody to wait for.

    Raises IntegrityError if the stream is there already.
    """
    _refuse_outside(stream)
    refuse_names(stream=stream, action=action, actor=actor)
    entry = _next(Stream(name=stream), action, canonical.text(payload), actor)
    many.insert(Stream, [Stream(name=stream, entries=entry.sequence, head=entry.hash)])
    many.insert(Entry, [entry])
    return entry


def record_reading(actor: str, stream: str, purpose: str) -> Entry:
    """Somebody looks into a file: write down who, which and what for, before it is shown."""
    with transaction.atomic():
        return append(stream + READINGS, "read", {"purpose": purpose}, actor=actor)


def record_readings(actor: str, streams: Iterable[str], purpose: str) -> None:
    """The same for many files at once, as an export shows them: a line in each, in five queries however many."""
    # One order everywhere, so that two exports cannot lock each other.
    names = sorted({stream + READINGS for stream in streams})
    refuse_names(actor=actor, action="read")
    payload = canonical.text({"purpose": purpose})
    with transaction.atomic():
        known = set(Stream.objects.filter(pk__in=names).values_list("pk", flat=True))
        many.insert(Stream, [Stream(name=name) for name in names if name not in known], unless_there=True)
        ends = list(Stream.objects.select_for_update().filter(pk__in=names).order_by("name"))
        lines = [_next(end, "read", payload, actor) for end in ends]
        many.insert(Entry, lines)
        many.move_on(lines)


def _refuse_outside(stream: str) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            f"{stream}: a line is written in the transaction of its change, or one may be there without the other. "
            "Call append inside transaction.atomic()."
        )


def _next(end: Stream, action: str, payload: str, actor: str) -> Entry:
    sequence, at = end.entries + 1, timezone.now()
    return Entry(
        stream=end,
        sequence=sequence,
        at=at,
        actor=actor,
        action=action,
        payload=payload,
        previous=end.head,
        hash=entry_hash(end.name, sequence, at, actor, action, payload, end.head),
    )


def _locked(name: str) -> Stream:
    """The end of a stream, held until the transaction is over; a new stream is begun."""
    held = Stream.objects.select_for_update().filter(pk=name)
    end = held.first()
    if end is None:
        Stream.objects.get_or_create(pk=name)  # another may just have begun it
        end = held.get()
    return end


def refuse_names(**names: str) -> None:
    for kind, name in names.items():
        longest = Entry._meta.get_field("stream" if kind == "stream" else kind).max_length or 120
        if not NAME.fullmatch(name) or len(name) > longest:
            raise Unjournalable(
                f"{kind} {name!r}: a name is at most {longest} Latin letters, digits and . _ : / @ + -. "
                "Put texts into the payload."
            )
