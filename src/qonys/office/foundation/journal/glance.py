"""A quick look at the newest part of the journal; `verification` walks all of it."""

from __future__ import annotations

from collections.abc import Iterator

from qonys.office.foundation.journal import chain
from qonys.office.foundation.journal.models import Entry, Seal, Stream
from qonys.office.foundation.journal.verification import Broken

GLANCE = 2000  # entries


def glance(entries: int = GLANCE) -> Iterator[Broken]:
    """What is broken among the newest entries, at the ends of their streams, and in the newest seal."""
    newest = list(Entry.objects.order_by("-pk")[:entries])
    ends = Stream.objects.in_bulk({each.stream_id for each in newest})
    for each in newest:
        told = (each.stream_id, each.sequence, each.at, each.actor, each.action, each.payload, each.previous)
        end = ends.get(each.stream_id)
        if each.hash != chain.entry_hash(*told):
            yield Broken(each.stream_id, each.sequence, "was altered: its hash does not fit it.")
        elif end is None or each.sequence > end.entries or (each.sequence == end.entries and each.hash != end.head):
            yield Broken(each.stream_id, each.sequence, "is not what its stream remembers.")
    yield from _newest_seal()


def _newest_seal() -> Iterator[Broken]:
    seal = Seal.objects.order_by("number").last()
    if seal is None:
        return
    told = (seal.number, seal.first, seal.last, seal.entries, seal.at, seal.previous, seal.root)
    found = Entry.objects.filter(pk__gte=seal.first, pk__lte=seal.last).order_by("pk").values_list("hash", flat=True)
    hashes = list(found)
    if seal.hash != chain.seal_hash(*told) or chain.merkle_root(hashes) != seal.root:
        yield Broken(f"seal {seal.number}", 0, "does not fit the entries it covers.")
