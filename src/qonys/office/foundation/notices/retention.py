"""What was told is not kept for ever: after some days its facts go. That it was told, when and how it went, stays."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.states import OPEN

BATCH = 1000  # so that nobody waits long for the lock of the table


def erase_old() -> int:
    """Erase the facts of notices older than QONYS_NOTICE_DAYS; what may still go out keeps them."""
    limit, erased = timezone.now() - timedelta(days=settings.QONYS_NOTICE_DAYS), 0
    old = Notice.objects.filter(erased=None, created__lt=limit).exclude(state__in=OPEN).order_by("created")
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        erased += Notice.objects.filter(pk__in=batch).update(facts={}, erased=timezone.now())
    return erased
