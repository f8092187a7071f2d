"""Where a notice may go, asked at the time it goes: addresses change while a notice waits."""

from __future__ import annotations

from collections.abc import Iterable

from qonys.office.foundation.notices.channels import ORDER, Channel
from qonys.office.foundation.notices.models import Contact, Notice
from qonys.office.foundation.notices.templates import SECRET


def contacts_of(notices: Iterable[Notice]) -> dict[int, list[Contact]]:
    """Contacts by notice, in the order of channels: one query for a whole batch."""
    batch = list(notices)
    accounts = {notice.account_id for notice in batch}
    verified: dict[int, list[Contact]] = {}
    for contact in Contact.objects.filter(account__in=accounts, verified__isnull=False):
        verified.setdefault(contact.account_id, []).append(contact)
    return {notice.pk: _of(notice, verified.get(notice.account_id, [])) for notice in batch}


def audible(notice: Notice, contacts: Iterable[Contact]) -> list[Contact]:
    """Those whose owner wants messages. A code was asked for, and goes to the contact it is for."""
    return [contact for contact in contacts if not contact.muted or notice.template in SECRET]


def _of(notice: Notice, verified: list[Contact]) -> list[Contact]:
    if notice.template in SECRET:
        return [notice.contact] if notice.contact else []
    return sorted(verified, key=lambda contact: ORDER.index(Channel(contact.channel)))
