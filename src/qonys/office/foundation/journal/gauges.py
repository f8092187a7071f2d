"""Numbers of the journal for those who watch: read off the ends of indexes, whatever its length."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone

from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.journal.selectors import newest_seal
from qonys.office.foundation.watch.gauges import Gauge


def gauges() -> Iterator[Gauge]:
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    seal = newest_seal()
    yield Gauge("qonys_journal_entries", "Number of the newest entry of the journal.", newest)
    yield Gauge("qonys_journal_unsealed_entries", "Entries since the last seal.", newest - (seal.last if seal else 0))
    if seal:
        age = max(0.0, (timezone.now() - seal.at).total_seconds())
        yield Gauge("qonys_journal_seal_age_seconds", "How old the newest seal is.", age)
