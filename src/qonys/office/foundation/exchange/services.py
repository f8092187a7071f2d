"""Handing in a table, having it written, and having that undone: each in one transaction, with one journal line."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.exchange import reading
from qonys.office.foundation.exchange.layout import layout
from qonys.office.foundation.exchange.models import Import
from qonys.office.foundation.exchange.refusals import NotNow
from qonys.office.foundation.exchange.states import NEXT, State
from qonys.office.foundation.jobs.services import enqueue
from qonys.office.foundation.journal.services import append

UNDO_WITHIN = timedelta(days=1)
TASKS = "qonys.office.foundation.exchange.tasks"


def hand_in(account: Account, layout_key: str, content: bytes) -> Import:
    """Keep a file and have it checked; nothing is written. Raises UnknownLayout, Unreadable."""
    kind = layout(layout_key)
    form = reading.form_of(content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        made = Import.objects.create(layout=kind.key, account=account, form=form, sha256=digest, content=content)
        append(made.stream, "handed in", {"layout": kind.key, "sha256": digest}, actor=account.actor)
        _ask(made, "check")
    return made


def confirm(number: int, account: Account) -> Import:
    """Have it written; one whose writing was stopped goes on where it stopped. Raises NotNow."""
    with transaction.atomic():
        held = _held(number)
        if held.state != State.WRITING:
            _move(held, State.WRITING)
        elif held.job and held.job.is_open:
            raise NotNow(_("It is being written."))
        append(held.stream, "confirmed", {"rows": held.rows}, actor=account.actor)
        _ask(held, "write")
    return held


def undo(number: int, account: Account) -> Import:
    """Have everything taken back that its rows wrote and nobody changed since. Raises NotNow."""
    with transaction.atomic():
        held = _held(number)
        if held.finished and timezone.now() - held.finished > UNDO_WITHIN:
            raise NotNow(_("An import can be undone within a day. Correct the rows by another import."))
        if held.state == State.WRITING and held.job and held.job.is_open:
            raise NotNow(_("It is being written. Cancel the job first, or wait."))
        _move(held, State.UNDOING)
        append(held.stream, "undoing", {"rows": held.written}, actor=account.actor)
        _ask(held, "undo")
    return held


def settle(number: int, state: State, actor: str, **told: Any) -> None:
    """The worker has done a step: the new state, and a line that says so."""
    with transaction.atomic():
        held = _held(number)
        _move(held, state)
        append(held.stream, state.value, told, actor=actor)


def _held(number: int) -> Import:
    return Import.objects.select_for_update(of=("self",)).select_related("job").defer("content").get(pk=number)


def _move(held: Import, state: State) -> None:
    if state not in NEXT[State(held.state)]:
        letter = _("An import that is %(state)s cannot become %(wanted)s.")
        raise NotNow(letter % {"state": State(held.state).label, "wanted": state.label})
    held.state = state
    if state in (State.DONE, State.UNDONE):
        held.finished = timezone.now()
    held.save(update_fields=["state", "finished"])


def _ask(held: Import, task: str) -> None:
    held.job = enqueue(f"import {held.pk} {task}", f"{TASKS}.{task}", {"import": held.pk})
    held.save(update_fields=["job"])
