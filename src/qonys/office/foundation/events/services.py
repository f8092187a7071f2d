"""Publishing events, and subscribing to them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.refusals import Refused
from qonys.office.foundation.events import addresses
from qonys.office.foundation.events.catalogue import PING, TYPES
from qonys.office.foundation.events.models import Delivery, Event, Subscription
from qonys.office.foundation.events.refusals import NotForEvents, UnknownEventType
from qonys.office.foundation.events.states import State
from qonys.office.foundation.journal import canonical
from qonys.office.foundation.journal.services import append

# Numbers, codes, dates and links have no spaces and no letters but Latin ones: names of persons do not fit in.
CODE = re.compile(r"[A-Za-z0-9._:/?=&%#@+-]*")
MOST = 20  # subscriptions of one account


def publish(
    event_type: str,
    subject: str,
    data: Mapping[str, Any],
    *,
    territory: str = "",
    procedure: str = "",
    key: str,
) -> None:
    """Write an event into the outbox, inside the caller's transaction: both or neither. The same key is written once.

    `territory` and `procedure` say who may see it, as for the case it tells of; '' is everybody who subscribes.
    """
    if not connection.in_atomic_block:
        raise NotForEvents(
            f"{subject}: an event belongs to the transaction of what happened. Use transaction.atomic()."
        )
    if event_type not in TYPES:
        raise NotForEvents(f"{event_type} is no type of event. Add it to events/catalogue.py.")
    _refuse_personal({"subject": subject, "key": key, **data})
    event = Event(
        type=event_type,
        subject=subject,
        data=canonical.text(data),
        territory=territory,
        procedure=procedure,
        key=key,
    )
    Event.objects.bulk_create([event], ignore_conflicts=True)  # one statement, also where the key is there already


def subscribe(account: Account, url: str, types: Iterable[str]) -> Subscription:
    """Raises UnknownEventType, ForbiddenAddress, Refused."""
    wanted = _known(types)
    addresses.refuse_form(url)
    with transaction.atomic():
        if open_ones(account) >= MOST:
            raise Refused(_("An account has at most %(most)d subscriptions. End one first.") % {"most": MOST})
        made = Subscription.objects.create(account=account, url=url, types=wanted, secret=secrets.token_urlsafe(32))
        append(account.actor, "subscribed", {"subscription": made.pk, "types": wanted}, actor=account.actor)
    return made


def end(subscription: Subscription) -> None:
    """Nothing more is delivered; the record of what was stays."""
    actor = subscription.account.actor
    with transaction.atomic():
        if Subscription.objects.filter(pk=subscription.pk, ended=None).update(ended=timezone.now()):
            append(actor, "unsubscribed", {"subscription": subscription.pk}, actor=actor)


def ping(subscription: Subscription) -> Delivery:
    """An event for this subscriber alone, to try the way."""
    with transaction.atomic():
        event = Event.objects.create(
            type=PING,
            subject=f"subscription:{subscription.pk}",
            data=canonical.text({"subscription": subscription.pk}),
            key=f"ping {secrets.token_hex(12)}",
            spread=timezone.now(),
        )
        return Delivery.objects.create(event=event, subscription=subscription)


def again(delivery: Delivery) -> None:
    """A delivery that was given up is tried anew. Raises Refused for any other."""
    now = timezone.now()
    waiting = {"state": State.WAITING, "attempts": 0, "due": now, "changed": now}
    if not Delivery.objects.filter(pk=delivery.pk, state=State.GIVEN_UP).update(**waiting):
        raise Refused(_("Only a delivery that was given up can be asked for again."))


def open_ones(account: Account) -> int:
    return Subscription.objects.filter(account=account, ended=None)[: MOST + 1].count()


def _known(types: Iterable[str]) -> list[str]:
    asked = set(types)
    if strangers := sorted(asked - set(TYPES)):
        letter = _("There are no events %(type)s. Known are %(known)s.")
        raise UnknownEventType(letter % {"type": strangers[0][:60], "known": ", ".join(TYPES)})
    return [each for each in TYPES if each in asked]


def _refuse_personal(content: Any, where: str = "data") -> None:
    match content:
        case str() if not CODE.fullmatch(content):
            raise NotForEvents(f"{where}: an event carries numbers, codes and links, never texts. Link to the case.")
        case Mapping():
            for name, each in content.items():
                _refuse_personal(each, f"{where}.{name}")
        case list() | tuple():
            for each in content:
                _refuse_personal(each, where)
