"""Sealing: from time to time one hash over everything written since the last seal, and over that seal.

Whoever may write to the database could rewrite a whole stream with matching hashes, but not a seal that somebody
noted elsewhere: print it, mail it, publish it, and hand it to `qonys journal verify --seal`.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from qonys.office.foundation.journal import chain
from qonys.office.foundation.journal.models import NOTHING, Entry, Seal

BATCH = 10_000  # entries under one seal at most
PATIENCE = "5s"  # how long sealing waits for writers before it gives up until the next time


def seal(batch: int = BATCH) -> list[Seal]:
    """Seal what is not yet sealed; returns the new seals, oldest first."""
    settled = _settled()
    made: list[Seal] = []
    while new := _seal_next(settled, batch):
        made.append(new)
    return made


def _seal_next(settled: int, batch: int) -> Seal | None:
    with transaction.atomic():
        before = Seal.objects.select_for_update().order_by("number").last()
        after = before.last if before else 0
        unsealed = Entry.objects.filter(pk__gt=after, pk__lte=settled).order_by("pk")
        found = list(unsealed.values_list("pk", "hash")[:batch])
        if not found:
            return None
        new = _over(before, found)
        new.save(force_insert=True)
    return new


def _over(before: Seal | None, found: list[tuple[int, str]]) -> Seal:
    hashes = [each for _, each in found]
    number, previous = (before.number + 1, before.hash) if before else (1, NOTHING)
    first, last, at, root = found[0][0], found[-1][0], timezone.now(), chain.merkle_root(hashes)
    return Seal(
        number=number,
        first=first,
        last=last,
        entries=len(found),
        root=root,
        marks=chain.marks(hashes),
        at=at,
        previous=previous,
        hash=chain.seal_hash(number, first, last, len(found), at, previous, root),
    )


def _settled() -> int:
    """The highest id below which nothing is still being written.

    PostgreSQL gives ids before transactions end, so 7 may appear after 8. Waiting for a lock that no writer shares
    means that all who have an id are done. SQLite lets one writer in at a time: there ids appear in order.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute(f"LOCK TABLE {Entry._meta.db_table} IN SHARE MODE")
        return Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
