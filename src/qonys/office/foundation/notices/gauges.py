"""Numbers of the outbox for those who watch."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone

from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.selectors import longest_due
from qonys.office.foundation.notices.states import OPEN
from qonys.office.foundation.watch.gauges import Gauge


def gauges() -> Iterator[Gauge]:
    still = dict(Notice.objects.filter(state__in=OPEN).order_by().values_list("state").annotate(Count("pk")))
    for state in OPEN:
        yield Gauge("qonys_notices", "Notices still to go out.", still.get(state, 0), {"state": state.value})
    due = longest_due()
    late = 0.0 if due is None else max(0.0, (timezone.now() - due).total_seconds())
    yield Gauge("qonys_notices_late_seconds", "How long the oldest notice has been due.", late)
