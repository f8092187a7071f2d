"""Accounts that can be written to, and notices told to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.models import Contact, Notice
from qonys.office.foundation.notices.services import notify

NUMBERS = count(1)
ADDRESS = "aigul.serikova@example.kz"
TELEPHONE = "+77010001122"
ABOUT = "case:KZ-2026-000123"


def applicant(language: str = "en", *channels: Channel, **more: Any) -> Account:
    name = f"applicant{next(NUMBERS)}"
    account = Account.objects.create(login=name, display_name="Айгүл", kind=Kind.APPLICANT, language=language)
    for channel in channels:
        address = ADDRESS if channel == Channel.MAIL else TELEPHONE
        Contact.objects.create(account=account, channel=channel, address=address, verified=timezone.now(), **more)
    return account


def tell(account: Account, template: str = "message", facts: dict[str, Any] | None = None, key: str = "") -> Notice:
    with transaction.atomic():
        return notify(
            account,
            template,
            {"number": "KZ-2026-000123"} if facts is None else facts,
            about=ABOUT,
            key=key or f"test:{next(NUMBERS)}",
        )


def again(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def hour(text: str) -> datetime:
    """A moment in the time zone of the country."""
    return timezone.make_aware(datetime.fromisoformat(text), timezone.get_default_timezone())


def age(notice: Notice, passed: timedelta) -> Notice:
    """As if that much time had gone by since it was told, tried and claimed."""
    kept = again(notice)
    kept.created -= passed
    kept.next_attempt -= passed
    kept.claimed = kept.claimed and kept.claimed - passed
    kept.save()
    return kept
