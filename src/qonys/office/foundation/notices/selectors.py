"""Questions about notices: an account's inbox, and how delivery stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.notices import templates
from qonys.office.foundation.notices.models import Contact, Notice
from qonys.office.foundation.notices.states import OPEN, State

PAGE = 20
MOST = 100  # an unread count is told up to here: "99+"


@dataclass(frozen=True)
class Letter:
    """A notice as its reader sees it; `body` is empty when its text was erased."""

    number: int
    subject: str
    body: str
    about: str
    created: datetime
    seen: bool
    state: State


@dataclass(frozen=True)
class Standing:
    """How delivery stands, for those who watch over the service."""

    waiting: int  # counted up to MOST
    oldest: datetime | None  # the longest due of what waits
    undelivered: int  # failed or given up during the last day, counted up to MOST


def inbox(account: Account, *, before: int | None = None, limit: int = PAGE) -> list[Letter]:
    """What the account was told, newest first, in its language; `before` is the number of the last one shown."""
    found = _shown(account)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_letter(notice, account.language) for notice in found[:limit]]


def unread(account: Account) -> int:
    """How many the account has not seen, at most MOST."""
    return len(_shown(account).filter(seen=None).values_list("pk")[:MOST])


def about(stream: str, *, limit: int = PAGE) -> QuerySet[Notice]:
    """What was told about a case and how it went, newest first, for the officer at the case."""
    return Notice.objects.filter(about=stream).order_by("-id")[:limit]


def contacts(account: Account) -> QuerySet[Contact]:
    return Contact.objects.filter(account=account)


def standing() -> Standing:
    now = timezone.now()
    due = Notice.objects.filter(state__in=OPEN)
    failed = Notice.objects.filter(state__in=(State.FAILED, State.GIVEN_UP), next_attempt__gte=now - timedelta(days=1))
    return Standing(_capped(due), longest_due(), _capped(failed))


def longest_due() -> datetime | None:
    """Since when the longest due notice waits; a code, which goes first by an earlier time, since it was told."""
    late = Notice.objects.filter(state__in=OPEN, next_attempt__lte=timezone.now())
    found: datetime | None = late.aggregate(since=Min(Greatest("next_attempt", "created")))["since"]
    return found


def _shown(account: Account) -> QuerySet[Notice]:
    return Notice.objects.filter(account=account).exclude(template__in=templates.SECRET).order_by("-id")


def _letter(notice: Notice, language: str) -> Letter:
    if notice.erased:
        subject, body = str(templates.template(notice.template).title), ""
    else:
        words = templates.write(notice.template, notice.facts, language)
        subject, body = words.subject, words.body
    state = State(notice.state)
    return Letter(notice.pk, subject, body, notice.about, notice.created, notice.seen is not None, state)


def _capped(found: QuerySet[Notice]) -> int:
    numbers: Iterable[object] = found.order_by().values_list("pk")[:MOST]
    return len(list(numbers))
