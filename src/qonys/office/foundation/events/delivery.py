"""Bringing events to those who want them: at least once, with the same id every time.

A delivery is claimed by moving its due time, so that two workers do not send it at the same moment; when a worker dies
between sending and noting, it falls due again and is sent again.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import reaches
from qonys.office.foundation.events import sending
from qonys.office.foundation.events.models import Delivery, Event, Subscription
from qonys.office.foundation.events.refusals import ForbiddenAddress
from qonys.office.foundation.events.states import State

ATTEMPTS = 12
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=12)
CLAIM = timedelta(minutes=2)
BATCH = 200


def spread() -> int:
    """Give new events to the subscriptions that want them; returns how many events."""
    subscriptions = list(Subscription.objects.filter(ended=None).select_related("account"))
    count = 0
    while batch := list(Event.objects.filter(spread=None).order_by("id")[:BATCH]):
        wanted = [Delivery(event=e, subscription=s) for e in batch for s in subscriptions if _wants(s, e)]
        with transaction.atomic():
            Delivery.objects.bulk_create(wanted, ignore_conflicts=True)
            Event.objects.filter(pk__in=[event.pk for event in batch]).update(spread=timezone.now())
        count += len(batch)
    return count


def deliver() -> int:
    """Send all that is due; returns how many were sent. Who does not answer once is left alone for this round."""
    sent, silent = 0, set[int]()
    for delivery in _due():
        if delivery.subscription_id in silent:
            _move(delivery, State.WAITING, attempts=delivery.attempts, due=timezone.now() + FIRST)
        elif _answered(delivery):
            sent += 1
        else:
            silent.add(delivery.subscription_id)
    return sent


def wait(attempts: int) -> timedelta:
    """How long after so many attempts in vain: a minute, two, four, at most twelve hours."""
    return min(FIRST * 2 ** (attempts - 1), LONGEST)


def may_see(subscription: Subscription, event: Event) -> bool:
    account = subscription.account
    if not account.active or subscription.ended:
        return False
    return not event.territory or reaches(account, Action.SEE, event.territory, event.procedure)


def _wants(subscription: Subscription, event: Event) -> bool:
    return event.type in subscription.types and subscription.created <= event.at and may_see(subscription, event)


def _due() -> Iterator[Delivery]:
    """What waits, oldest first, each claimed before it is handed out. Whatever falls due meanwhile waits its turn."""
    now = timezone.now()
    rows = Delivery.objects.filter(state=State.WAITING, due__lte=now).order_by("due", "id")
    for number in rows.values_list("pk", flat=True):
        claimed = Delivery.objects.filter(pk=number, state=State.WAITING, due__lte=now).update(
            due=timezone.now() + CLAIM
        )
        if claimed:
            yield Delivery.objects.select_related("event", "subscription__account").get(pk=number)


def _answered(delivery: Delivery) -> bool:
    """Once more: is it still allowed, and does it arrive? False only where nobody answered."""
    attempts = delivery.attempts + 1
    if not may_see(delivery.subscription, delivery.event):
        _move(delivery, State.WITHHELD, remark="not allowed any more", attempts=attempts)
        return True
    try:
        status = sending.send(delivery.event, delivery.subscription, timezone.now())
    except ForbiddenAddress:
        _not_arrived(delivery, attempts, None, "the address lies in a private network")
    except (OSError, http.client.HTTPException) as problem:
        _not_arrived(delivery, attempts, None, type(problem).__name__)
        return False
    else:
        if 200 <= status < 300:
            _move(delivery, State.DELIVERED, attempts=attempts, status=status, remark="")
        else:
            _not_arrived(delivery, attempts, status, f"answered {status}")
    return True


def _not_arrived(delivery: Delivery, attempts: int, status: int | None, remark: str) -> None:
    state = State.GIVEN_UP if attempts >= ATTEMPTS else State.WAITING
    due = timezone.now() + wait(attempts)
    _move(delivery, state, attempts=attempts, status=status, remark=remark, due=due)


def _move(delivery: Delivery, state: State, **values: object) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(state=state, changed=timezone.now(), **values)
