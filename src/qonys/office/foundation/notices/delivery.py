"""Carrying what is due: claim it, hand it over, write down what became of it.

A claim keeps other workers off for a few minutes; one that is older, or whose worker is gone, is taken again. So a
message goes out at least once, and after an unclear end perhaps twice, but always with the same reference.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from qonys.office.foundation.jobs.lifecycle import this_process
from qonys.office.foundation.jobs.workers import is_gone
from qonys.office.foundation.notices import addressing, templates
from qonys.office.foundation.notices.carriers import Carriers
from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.models import Contact, Notice
from qonys.office.foundation.notices.providers.port import Accepted, Message, Outcome, Refused, Unclear
from qonys.office.foundation.notices.states import State

log = logging.getLogger(__name__)
BATCH = 40
LINES = 8  # messages that are handed over at the same time: a gateway may need a second for each
CLAIM = timedelta(minutes=5)
PATIENCE = 120.0  # seconds after which the rest of a batch is given back, well before the claim is too old
RUN = 300.0  # seconds after which other work of the worker has its turn
PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
LIFE = timedelta(hours=72)
FARTHEST = timedelta(days=2)  # no attempt is planned later: if one is, the clock has been set back


@dataclass(frozen=True)
class Step:
    """Where a notice goes, and what is written beside its state."""

    state: State
    values: dict[str, Any]


def deliver_due(between: Callable[[int], None] = lambda done: None) -> Counter[str]:
    """Carry what is due now; returns how many went into which state. `between` is called after each batch."""
    ended, started = Counter[str](), monotonic()
    release_lost()
    with Carriers() as carriers, ThreadPoolExecutor(LINES, "notices") as pool:
        while (batch := claim()) and monotonic() - started < RUN:
            ended += carry(batch, carriers, pool)
            between(sum(ended.values()))
    give_back(batch)
    return ended


def claim(limit: int = BATCH) -> list[Notice]:
    """Take due notices, the longest due first. No other worker has them, or gets them before the claim is too old."""
    now = timezone.now()
    with transaction.atomic():
        due = Notice.objects.filter(state=State.WAITING, next_attempt__lte=now).order_by("next_attempt", "id")
        found = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        Notice.objects.filter(pk__in=found).update(
            state=State.SENDING, claimed=now, worker=this_process(), attempts=F("attempts") + 1
        )
    taken = Notice.objects.filter(pk__in=found).select_related("account", "contact")
    return sorted(taken, key=lambda notice: (notice.next_attempt, notice.pk))


def carry(batch: list[Notice], carriers: Carriers, pool: ThreadPoolExecutor) -> Counter[str]:
    """Hand the notices of a claim over, LINES at a time; the next goes when an outcome is written down, so that a kill
    leaves no more than these unknown. Only this thread asks the database; the others talk to providers."""
    end, ended = monotonic() + PATIENCE, Counter[str]()
    reachable, waiting = addressing.contacts_of(batch), iter(batch)

    def tried(notice: Notice) -> Step | None:
        return attempt(notice, reachable[notice.pk], carriers, timezone.now()) if monotonic() < end else None

    handed = {pool.submit(tried, notice): notice for notice in islice(waiting, LINES)}
    while handed:
        over = next(as_completed(handed))
        notice, step = handed.pop(over), over.result()
        if step is None:
            give_back([notice])
        elif record(notice, step):
            ended[step.state] += 1
        handed |= {pool.submit(tried, following): following for following in islice(waiting, 1)}
    return ended


def attempt(notice: Notice, contacts: list[Contact], carriers: Carriers, now: datetime) -> Step:
    """One try to reach the account, contact by contact until one does not refuse for good."""
    if now - notice.created >= LIFE:
        return Step(State.GIVEN_UP, {})
    usable = [contact for contact in contacts if carriers.serve(contact.channel)]
    audible = addressing.audible(notice, usable)
    if not usable:
        return Step(State.NO_CHANNEL, {"reason": ""})
    if not audible or not notice.account.active:
        return Step(State.MUTED, {"reason": ""})
    for contact in audible:
        step = _by(contact, notice, carriers, now)
        if step.state != State.FAILED:
            break
    return step


def record(notice: Notice, step: Step) -> bool:
    """Write the step down, unless the claim was lost or a receipt was quicker."""
    ours = Notice.objects.filter(pk=notice.pk, state=State.SENDING, claimed=notice.claimed)
    values = {"claimed": None, "worker": "", **step.values}
    if step.state != State.WAITING and notice.template in templates.SECRET:
        values |= {"facts": {}, "erased": timezone.now()}
    written = ours.update(state=step.state, **values)
    if step.state in (State.FAILED, State.GIVEN_UP):
        log.warning("Notice %d: %s (%s).", notice.pk, step.state, step.values.get("reason", "72 hours"))
    return bool(written)


def give_back(batch: list[Notice]) -> None:
    """What was claimed and not tried waits again, as if it had not been claimed."""
    mine = Notice.objects.filter(pk__in=[notice.pk for notice in batch], state=State.SENDING, worker=this_process())
    mine.update(state=State.WAITING, claimed=None, worker="", attempts=F("attempts") - 1)


def release_lost() -> int:
    """Let go of claims that are too old or whose worker is gone, and of times set by a clock since set back."""
    now = timezone.now()
    sending = Notice.objects.filter(state=State.SENDING)
    gone = [worker for worker in sending.values_list("worker", flat=True).distinct().order_by() if is_gone(worker)]
    lost = sending.filter(Q(claimed__lte=now - CLAIM) | Q(claimed__gt=now + CLAIM) | Q(worker__in=gone))
    released = lost.update(state=State.WAITING, claimed=None, worker="", next_attempt=now)
    if released:
        log.warning("%d notices had lost their worker; they are sent again with the same references.", released)
    Notice.objects.filter(state=State.WAITING, next_attempt__gt=now + FARTHEST).update(next_attempt=now)
    return released


def later(attempts: int) -> timedelta:
    """The pause after that many attempts: 1, 2, 4, ... minutes, at most six hours."""
    return min(PAUSE * 2 ** min(attempts - 1, 12), LONGEST_PAUSE)


def _by(contact: Contact, notice: Notice, carriers: Carriers, now: datetime) -> Step:
    if contact.channel == Channel.SMS and not templates.template(notice.template).urgent:
        morning = settings.QONYS_QUIET_HOURS.ends(now)
        if morning:
            return Step(State.WAITING, {"next_attempt": morning, "attempts": notice.attempts - 1, "reason": "quiet"})
    doubtful = notice.provider if notice.channel == contact.channel else ""
    asked, outcome = carriers.hand_over(contact.channel, _message(contact, notice), doubtful, notice.unclear)
    return _judged(contact, notice, asked, outcome, now)


def _judged(contact: Contact, notice: Notice, asked: str, outcome: Outcome, now: datetime) -> Step:
    if isinstance(outcome, Accepted):
        went = {"contact": contact, "channel": contact.channel, "provider": asked, "reason": "", "sent": now}
        return Step(State.SENT, {**went, "provider_number": outcome.number[:120]})
    if isinstance(outcome, Refused):
        return Step(State.FAILED, {"contact": contact, "channel": contact.channel, "reason": outcome.reason[:60]})
    doubt: dict[str, Any] = {"reason": outcome.reason[:60]}
    if isinstance(outcome, Unclear):
        doubt |= {"channel": contact.channel, "provider": asked, "unclear": notice.unclear + 1}
    due = now + later(notice.attempts)
    if due - notice.created >= LIFE:
        return Step(State.GIVEN_UP, doubt)
    return Step(State.WAITING, {**doubt, "next_attempt": due})


def _message(contact: Contact, notice: Notice) -> Message:
    words = templates.write(notice.template, notice.facts, notice.account.language)
    text = words.sms if contact.channel == Channel.SMS else words.body
    return Message(str(notice.reference), contact.address, words.subject, text, notice.account.language)
