"""Everything that moves a place: each in one transaction, many requests at once as easily as one.

The rows of the quotas are held first, in the order of their numbers, so nobody decides on a balance another is about to
change and nobody waits in a circle; SQLite lets one writer in at a time. What is asked for twice with the same key
happens once, so who was cut off may ask again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.ledger import policies, writing
from qonys.office.casework.ledger.book import Book
from qonys.office.casework.ledger.models import Quota, Reservation
from qonys.office.casework.ledger.refusals import KeyTaken, LedgerRefused, UnknownPlaces, WrongStep
from qonys.office.casework.ledger.states import State

EXPIRED_AT_ONCE = 500


@dataclass(frozen=True)
class Ask:
    """Units of a quota, all or none. `until`: the day and hour the reservation lapses unless it was used."""

    key: str
    quota: int
    units: int
    case: int | None = None
    priority: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Change:
    """A reservation is to become used, released, expired, frozen or, unfrozen, reserved again."""

    key: str
    after: State


Request = Ask | Change


@dataclass(frozen=True)
class Outcome:
    """The reservation as it stands now, or why nothing was done for this request."""

    reservation: Reservation | None
    refusal: LedgerRefused | None = None


def carry_out(requests: Sequence[Request], *, actor: str) -> list[Outcome]:
    """All requests in their order, in one transaction: a refused one leaves the others as they are."""
    with transaction.atomic():
        book = _opened(requests, actor)
        outcomes = [_done(book, request) for request in requests]
        writing.close(book)
    return outcomes


def reserve(ask: Ask, *, actor: str) -> Reservation:
    """Reserved, or on the waiting list. Raises LedgerRefused."""
    return _one(ask, actor)


def use(key: str, *, actor: str) -> Reservation:
    return _one(Change(key, State.USED), actor)


def release(key: str, *, actor: str) -> Reservation:
    """Its units are free again, and the first who wait get them."""
    return _one(Change(key, State.RELEASED), actor)


def freeze(key: str, *, actor: str) -> Reservation:
    """An appeal runs: the units wait for its end, and their time stands still."""
    return _one(Change(key, State.FROZEN), actor)


def unfreeze(key: str, *, actor: str) -> Reservation:
    return _one(Change(key, State.RESERVED), actor)


def expire(on: datetime | None = None, *, actor: str = "worker") -> int:
    """Let everything go whose time has passed, some hundreds in each transaction; returns how many."""
    now, count = on or timezone.now(), 0
    while keys := _past(now):
        outcomes = carry_out([Change(key, State.EXPIRED) for key in keys], actor=actor)
        count += sum(outcome.refusal is None for outcome in outcomes)
        if len(keys) < EXPIRED_AT_ONCE:
            break
    return count


def _past(now: datetime) -> list[str]:
    found = Reservation.objects.filter(state__in=(State.WAITING, State.RESERVED), expires__lte=now)
    return list(found.order_by("expires").values_list("key", flat=True)[:EXPIRED_AT_ONCE])


def _one(request: Request, actor: str) -> Reservation:
    (outcome,) = carry_out([request], actor=actor)
    if outcome.reservation is None:
        raise outcome.refusal or AssertionError("an outcome without reservation carries its refusal")
    return outcome.reservation


def _opened(requests: Iterable[Request], actor: str) -> Book:
    """Hold the quotas, then read the reservations: in this order what is read is what was committed last."""
    asked = list(requests)
    keys = [request.key for request in asked]
    named = {request.quota for request in asked if isinstance(request, Ask)}
    of_keys = [request.key for request in asked if isinstance(request, Change)]
    wanted = Q(pk__in=named)
    if of_keys:
        wanted |= Q(pk__in=Reservation.objects.filter(key__in=of_keys).order_by().values("quota"))
    quotas = {each.pk: each for each in Quota.objects.select_for_update().filter(wanted).order_by("pk")}
    held = {each.key: each for each in Reservation.objects.filter(key__in=keys).order_by()}
    return Book(quotas, held, timezone.now(), actor)


def _done(book: Book, request: Request) -> Outcome:
    try:
        if isinstance(request, Ask):
            return Outcome(_asked(book, request))
        return Outcome(_changed(book, request))
    except LedgerRefused as refusal:
        return Outcome(None, refusal)


def _asked(book: Book, ask: Ask) -> Reservation:
    known = book.held.get(ask.key)
    if known is not None:
        if (known.quota_id, known.units, known.case_id) != (ask.quota, ask.units, ask.case):
            raise KeyTaken(_("The key %(key)s was used for other places. Give each request a key of its own.")
                           % {"key": ask.key})  # fmt: skip
        return known
    if ask.quota not in book.quotas:
        raise UnknownPlaces(_("There is no quota %(number)d.") % {"number": ask.quota})
    policies.refuse_ask(ask.key, ask.units, ask.priority)
    return book.ask(
        Reservation(
            key=ask.key, quota_id=ask.quota, case_id=ask.case, units=ask.units, priority=ask.priority, expires=ask.until
        )
    )


def _changed(book: Book, change: Change) -> Reservation:
    held = book.held.get(change.key)
    if held is None or held.quota_id not in book.quotas:
        raise UnknownPlaces(_("Nothing was reserved with the key %(key)s.") % {"key": change.key})
    if held.state == change.after:
        return held
    if held.state == State.WAITING and change.after == State.RESERVED:
        raise WrongStep(_("Nobody is put before others: the waiting list serves the first come first."))
    return book.change(held, change.after)
