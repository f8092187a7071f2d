"""Guessing is made slow: after some wrong attempts in a row each further one must wait, twice as long every time.

The attempt is counted before it is checked, so a thousand guesses at the same moment are still a thousand attempts.
Nobody can lock another out for longer than an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from qonys.office.foundation.authority.models import Failures
from qonys.office.foundation.authority.refusals import Locked


@dataclass(frozen=True)
class Limit:
    free: int  # attempts without waiting
    memory: timedelta  # after which they are forgotten


FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
LIMITS = {
    "login": Limit(5, timedelta(days=1)),
    "code": Limit(5, timedelta(days=1)),
    "password": Limit(5, timedelta(days=1)),
    "client": Limit(5, timedelta(days=1)),  # systems that ask for tokens
    "contact": Limit(5, timedelta(days=1)),  # guesses of the code sent to a contact
    "contact code": Limit(5, timedelta(days=1)),  # codes sent: an SMS costs money, and rings at a stranger's
    "check": Limit(30, timedelta(hours=1)),  # letters that are not there, asked for from one address
    "receipt": Limit(60, timedelta(hours=1)),  # receipts counted again for one address
    "forgotten": Limit(10, timedelta(hours=1)),  # codes for a new password asked for from one address
    "opening": Limit(20, timedelta(hours=1)),  # accounts opened from one address
    "status": Limit(60, timedelta(hours=1)),  # numbers asked for from one address
    "address": Limit(100, timedelta(hours=1)),  # many officers may share one address
}


def attempt(kind: str, name: str) -> bool:
    """Count an attempt; True if it is the last one without waiting. Raises Locked while waiting."""
    limit, now = LIMITS[kind], timezone.now()
    with transaction.atomic():
        found, _ = Failures.objects.select_for_update().get_or_create(pk=_key(kind, name), defaults={"last": now})
        if _waits(found, now):
            raise _locked(found.locked_until or now, now)
        found.count = found.count + 1 if abs(now - found.last) < limit.memory else 1
        found.last = now
        found.locked_until = now + wait(found.count, limit) if found.count >= limit.free else None
        found.save()
    return found.count == limit.free


def refuse_waiting(kind: str, name: str) -> None:
    """Raises Locked while waiting; counts nothing."""
    found, now = Failures.objects.filter(pk=_key(kind, name)).first(), timezone.now()
    if found and _waits(found, now):
        raise _locked(found.locked_until or now, now)


def forget(kind: str, name: str) -> None:
    """It was the right one."""
    Failures.objects.filter(pk=_key(kind, name)).delete()


def excuse(kind: str, name: str) -> None:
    """The last attempt was right and counts no longer; what was wrong before it still does.

    For an address: a whole office signs in from one, and must not lock itself out by being right a hundred times. Nor
    may who guesses there wipe the count out with an account of his own.
    """
    with transaction.atomic():
        found = Failures.objects.select_for_update().filter(pk=_key(kind, name), count__gt=0).first()
        if found:
            found.count -= 1
            found.locked_until = found.locked_until if found.count >= LIMITS[kind].free else None
            found.save()


def forget_old() -> int:
    """Remove what no longer counts; returns how many."""
    longest = max(limit.memory for limit in LIMITS.values())
    return Failures.objects.filter(last__lt=timezone.now() - longest).delete()[0]


def wait(count: int, limit: Limit) -> timedelta:
    """How long the attempt after that many wrong ones must wait."""
    return min(FIRST * 2 ** min(count - limit.free, 10), LONGEST)


def _waits(found: Failures, now: datetime) -> bool:
    """A lock that lies further ahead than any lock can was set before the clock was set back."""
    return found.locked_until is not None and now < found.locked_until <= now + LONGEST


def _locked(until: datetime, now: datetime) -> Locked:
    minutes = max(1, -(-(until - now) // timedelta(minutes=1)))
    letter = ngettext(
        "Too many wrong attempts. Try again in %(minutes)d minute.",
        "Too many wrong attempts. Try again in %(minutes)d minutes.",
        minutes,
    )
    return Locked(letter % {"minutes": minutes}, until)


def _key(kind: str, name: str) -> str:
    return salted_hmac("qonys.lockout", f"{kind}:{name}", algorithm="sha256").hexdigest()
