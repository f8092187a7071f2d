"""Cleaning the disk of what no row speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from qonys.office.foundation.files import storage
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.states import LIVING

DRAFT = timedelta(days=1)
# Contents without a row wait longer: after a database was restored from a backup, newer files are all without one.
ORPHANED = timedelta(days=7)
BATCH = 500


def sweep() -> int:
    """Remove drafts a day old, and contents no living row speaks of for a week; returns how many."""
    removed = 0
    for file in [*storage.drafts(DRAFT.total_seconds()), *_orphans()]:
        file.unlink(missing_ok=True)
        removed += 1
    return removed


def _orphans() -> Iterator[Path]:
    """A database without any file is more likely the wrong one: then nothing is an orphan."""
    if not StoredFile.objects.exists():
        return
    lying = storage.contents(ORPHANED.total_seconds())
    while batch := dict(islice(lying, BATCH)):
        living = StoredFile.objects.filter(pk__in=batch, state__in=LIVING)
        known = set(living.values_list("pk", flat=True))
        yield from (file for number, file in batch.items() if number not in known)
