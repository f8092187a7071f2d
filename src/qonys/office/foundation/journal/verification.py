"""Verifying: is everything there that was written, and as it was written?"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from qonys.office.foundation.journal import chain, guards, personal
from qonys.office.foundation.journal.models import NOTHING, Entry, Personal, Seal, Stream

FINDINGS = 20  # told at most
Row = tuple[str, int, datetime, str, str, str, str, str]  # stream, sequence, at, actor, action, payload, previous, hash
COLUMNS = ("stream_id", "sequence", "at", "actor", "action", "payload", "previous", "hash")
CHUNK = 2000


@dataclass(frozen=True)
class Broken:
    """Something is not as it was written. `sequence` is 0 where it is no matter of one entry."""

    stream: str
    sequence: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} #{self.sequence}: {self.what}" if self.sequence else f"{self.stream}: {self.what}"


@dataclass(frozen=True)
class Report:
    entries: int
    streams: int
    seals: int
    unsealed: int  # entries written since the last seal
    broken: tuple[Broken, ...]  # in order of stream and sequence, then seals; the first twenty


@dataclass(frozen=True)
class StreamReport:
    """One stream walked from its first entry to its end."""

    entries: int
    head: str
    broken: tuple[Broken, ...]


def verify_stream(name: str) -> StreamReport | None:
    """None if there is no such stream. Seals, which cover all streams together, are a matter of `verify`."""
    with _one_view():
        end = Stream.objects.filter(pk=name).first()
        if end is None:
            return None
        rows = Entry.objects.filter(stream_id=name).order_by("sequence").values_list(*COLUMNS)
        broken = list(islice(walk(rows.iterator(CHUNK)), FINDINGS))
        last = Entry.objects.filter(stream_id=name).order_by("-sequence").values_list("sequence", "hash").first()
    if (end.entries, end.head) != (last or (0, NOTHING)):
        broken.append(Broken(name, 0, "its end does not remember the newest entry: lines were cut off or put behind."))
    return StreamReport(end.entries, end.head, tuple(broken))


def verify(known_seals: Iterable[str] = ()) -> Report:
    """Walk every stream, then every seal. `known_seals` are hashes of seals that were noted elsewhere."""
    with _one_view(), closing(_all_broken(known_seals)) as found:
        broken = tuple(islice(found, FINDINGS))
    last = Seal.objects.order_by("number").last()
    return Report(
        entries=Entry.objects.count(),
        streams=Stream.objects.count(),
        seals=Seal.objects.count(),
        unsealed=Entry.objects.filter(pk__gt=last.last if last else 0).count(),
        broken=broken,
    )


def walk(rows: Iterable[Row]) -> Iterator[Broken]:
    """The chain of every stream; rows in order of stream and sequence."""
    stream, place, head = "", 0, NOTHING
    for name, sequence, at, actor, action, payload, previous, found in rows:
        if name != stream:
            stream, place, head = name, 0, NOTHING
        if sequence != place + 1:
            yield Broken(name, place + 1, f"is missing; the next one there is #{sequence}.")
        elif previous != head:
            yield Broken(name, sequence, f"follows {previous[:12]}, but #{place} is {head[:12]}: one was rewritten.")
        if found != chain.entry_hash(name, sequence, at, actor, action, payload, previous):
            yield Broken(name, sequence, "time, actor, action or payload was altered: its hash does not fit them.")
        place, head = sequence, found


def _all_broken(known_seals: Iterable[str]) -> Generator[Broken, None, None]:
    for name in sorted(guards.missing(connection)):
        yield Broken(
            "database", 0, f"the guard {name} is gone; entries could be changed unnoticed until they are sealed."
        )
    rows = Entry.objects.order_by("stream_id", "sequence").values_list(*COLUMNS)
    yield from walk(rows.iterator(CHUNK))
    yield from _ends()
    yield from _seals()
    yield from _personal()
    for each in known_seals:
        if not Seal.objects.filter(hash=each).exists():
            yield Broken("seals", 0, f"none has the hash {each[:12]}...: it was noted earlier and is gone.")


def _ends() -> Iterator[Broken]:
    """Streams whose end does not remember the newest entry: lines were cut off, or put behind it."""
    last = Entry.objects.filter(stream=OuterRef("pk"), sequence=OuterRef("entries"))
    behind = Entry.objects.filter(stream=OuterRef("pk"), sequence__gt=OuterRef("entries"))
    newest = Coalesce(Subquery(last.values("hash")), Value(""))  # '' rather than null, which equals nothing
    streams = Stream.objects.annotate(newest=newest, longer=Exists(behind))
    fits = Q(newest=F("head"), longer=False) | Q(entries=0, longer=False)
    for stream in streams.exclude(fits).order_by("pk").iterator(CHUNK):
        if stream.longer:
            yield Broken(stream.name, stream.entries + 1, "was put behind the end the stream remembers.")
        elif not stream.newest:
            yield Broken(stream.name, stream.entries, "is missing; the stream remembers that it was there.")
        else:
            yield Broken(stream.name, stream.entries, "was rewritten; the stream remembers another hash.")


def _seals() -> Iterator[Broken]:
    hashes = Entry.objects.order_by("pk").values_list("pk", "hash").iterator(CHUNK)
    ahead = next(hashes, None)
    number, previous = 0, NOTHING
    for seal in Seal.objects.order_by("number").iterator(100):
        found: list[tuple[int, str]] = []
        while ahead is not None and ahead[0] <= seal.last:
            found.append(ahead)
            ahead = next(hashes, None)
        yield from _seal(seal, number, previous, found)
        number, previous = seal.number, seal.hash


def _seal(seal: Seal, number: int, previous: str, found: list[tuple[int, str]]) -> Iterator[Broken]:
    name = f"seal {seal.number}"
    if (seal.number, seal.previous) != (number + 1, previous):
        yield Broken(name, 0, f"does not follow seal {number}: a seal is missing or was rewritten.")
    told = (seal.number, seal.first, seal.last, seal.entries, seal.at, seal.previous, seal.root)
    if seal.hash != chain.seal_hash(*told):
        yield Broken(name, 0, "was altered: its hash does not fit it.")
    hashes = [each for _, each in found]
    if len(found) == seal.entries and chain.merkle_root(hashes) == seal.root:
        return
    marks = bytes(seal.marks)
    for place, (pk, each) in enumerate(found):
        if each[:8] != marks[4 * place : 4 * place + 4].hex():
            entry = Entry.objects.get(pk=pk)
            what = f"is not what {name} sealed in its place ({len(found)} entries, {seal.entries} were sealed)."
            yield Broken(entry.stream_id, entry.sequence, what)
            return
    yield Broken(name, 0, f"covers {seal.entries} entries, of which {len(found)} are there, or its root was altered.")


def _personal() -> Iterator[Broken]:
    kept = Personal.objects.filter(erased=None).order_by("stream_id", "pk")
    for digest, stream, salt, content in kept.values_list("pk", "stream_id", "salt", "content").iterator(CHUNK):
        if digest != personal.digest_of(salt, content):
            yield Broken(stream, 0, f"the personal content {digest[:12]} was altered.")


def _one_view() -> AbstractContextManager[None]:
    """PostgreSQL streams large answers only inside a transaction; SQLite would keep writers out for its length."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
