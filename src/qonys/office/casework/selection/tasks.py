"""Work on receipts, done by the worker. Only here is the typesetter loaded."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from qonys.office.casework.letters import typesetting
from qonys.office.casework.selection import printing
from qonys.office.casework.selection.models import Print, Receipt
from qonys.office.foundation.journal.models import Personal
from qonys.office.foundation.journal.refusals import Erased

log = logging.getLogger(__name__)
Progress = Callable[[float, str], None]
LANGUAGES = [language for language, _name in settings.LANGUAGES]


def set_receipts(parameters: dict[str, Any], progress: Progress) -> str:
    """Set what waits in every language, and let go what was erased; returns how many pages of paper."""
    forget_erased()
    done, seen = 0, 0
    waiting = Receipt.objects.annotate(set=Count("prints")).filter(set__lt=len(LANGUAGES))
    while (
        receipt := waiting.filter(pk__gt=seen)
        .order_by("pk")
        .select_related("case__territory", "score__rules", "officer")
        .first()
    ):
        seen = receipt.pk
        try:
            done += sum(_set(receipt, language) for language in LANGUAGES)
        except Erased:
            log.warning("Receipt %s cannot be set: what it said was erased.", receipt.pk)
    return str(done)


def forget_erased() -> int:
    """PDFs of contents that were erased go as well; returns how many."""
    erased = Personal.objects.filter(erased__isnull=False).values("digest")
    return Print.objects.filter(receipt__content__in=erased).delete()[0]


def _set(receipt: Receipt, language: str) -> bool:
    """Two workers that set the same receipt make the same bytes; the second finds it done."""
    if Print.objects.filter(receipt=receipt, language=language).exists():
        return False
    made = typesetting.receipt(printing.content(receipt, language))
    with transaction.atomic():
        sha256 = hashlib.sha256(made).hexdigest()
        told = {"sha256": sha256, "content": made}
        return Print.objects.get_or_create(receipt=receipt, language=language, defaults=told)[1]
