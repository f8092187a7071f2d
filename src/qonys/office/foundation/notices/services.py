"""Telling somebody something: written down with the change it tells of, and carried afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs import services as work
from qonys.office.foundation.journal.refusals import OutsideTransaction
from qonys.office.foundation.journal.services import NAME
from qonys.office.foundation.notices import templates
from qonys.office.foundation.notices.models import Contact, Notice
from qonys.office.foundation.notices.refusals import BadNotice
from qonys.office.foundation.notices.templates import Template

KIND = "notices"
DELIVER = "qonys.office.foundation.notices.tasks.deliver"
AHEAD = timedelta(days=1)


def notify(
    account: Account,
    template: str,
    facts: Mapping[str, Any],
    *,
    about: str,
    key: str,
    contact: Contact | None = None,
) -> Notice:
    """Tell an account something, inside the caller's transaction: both happen, or neither. Raises BadNotice.

    `about` is the stream of the journal it belongs to. The same `key` again gives the notice that is there already.
    `contact` is only for codes that verify it; everything else goes where the account can be reached at that time.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            f"{about}: a notice is written in the transaction of what it tells of, or one may be there without the "
            "other. Call notify inside transaction.atomic()."
        )
    told = Notice(key=_checked(key), contact=contact, **_fields(account, template, facts, about))
    notice = _written(told)
    if notice is told:
        # Robust: when the work cannot be asked for now, it comes round by the clock.
        transaction.on_commit(ask_for_delivery, robust=True)
    elif (notice.account_id, notice.template, notice.about) != (account.pk, template, about):
        raise BadNotice(f"{about}: the key {key!r} already belongs to notice {notice.pk}, which tells something else.")
    return notice


def ask_for_delivery() -> None:
    """Have the worker look; if it is at it, it will come to the new notice by itself."""
    if not jobs.is_open(KIND):
        work.enqueue(KIND, DELIVER, {})


def mark_seen(account: Account, newest: int) -> int:
    """The account has looked at its inbox down from that notice; returns how many were new to it."""
    unseen = Notice.objects.filter(account=account, pk__lte=newest, seen=None)
    return unseen.update(seen=timezone.now())


def _written(told: Notice) -> Notice:
    """The new notice, or the one of that key that is there. Two short statements: it is part of every busy page."""
    Notice.objects.bulk_create([told], ignore_conflicts=True)
    number, reference = Notice.objects.filter(key=told.key).values_list("pk", "reference").order_by().get()
    if reference != told.reference:
        return Notice.objects.get(pk=number)
    told.pk, told._state.adding = number, False
    return told


def _fields(account: Account, name: str, facts: Mapping[str, Any], about: str) -> dict[str, Any]:
    if not NAME.fullmatch(about) or len(about) > 120:
        raise BadNotice(f"{name}: a notice is about a stream of the journal, such as case:KZ-2026-000123.")
    now = timezone.now()
    return {
        "account": account,
        "template": name,
        "facts": templates.kept(name, facts),
        "about": about,
        "created": now,
        "next_attempt": _first_attempt(templates.template(name), now),
    }


def _first_attempt(wanted: Template, now: datetime) -> datetime:
    """Due notices go by this time, so that who waits for a code goes before ten thousand letters."""
    return now - AHEAD if wanted.urgent else now


def _checked(key: str) -> str:
    if not 0 < len(key) <= 160:
        raise BadNotice("A notice needs a key of 1 to 160 letters that names what happened, such as case:7:granted.")
    return key
