"""Issuing and revoking letters, and setting them as PDF in the worker."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from qonys.office.casework.cases import services as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.letters import contents, policies
from qonys.office.casework.letters.codes import new_code
from qonys.office.casework.letters.kinds import Kind
from qonys.office.casework.letters.models import Letter, Print
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs import services as work
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.models import Personal
from qonys.office.foundation.journal.refusals import Erased

log = logging.getLogger(__name__)
KIND = "letters"
SET = "qonys.office.casework.letters.tasks.set_letters"
Setter = Callable[[dict[str, object]], bytes]


def issue(case: Case, kind: str, *, language: str = "", by: Account | None = None, actor: str = "") -> Letter:
    """A letter with its number and code, in one transaction with the act; the worker sets its PDF. Raises CaseRefused.

    `by` is asked for its mandate; without it, `actor` names who acted (a decision that brings its own letters).
    """
    language = language or (case.account.language if case.account else settings.LANGUAGE_CODE)
    policies.refuse_unknown(kind, language)
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).select_related("applicant", "territory").get(pk=case.pk)
        subject = contents.subject(held, language)
        policies.refuse_issuing(held, kind, language, subject.course, subject.version)
        letter = _new(held, subject, Kind(kind), language)
        told = {"letter": letter.number, "kind": kind, "language": language, "content": letter.reference}
        cases.act(held, "letter", told, by=by, actor=actor)
        transaction.on_commit(ask_for_setting, robust=True)
    return letter


def revoke(letter: Letter, reason: str, *, by: Account) -> Letter:
    """It no longer counts, and whoever checks it is told so. Raises CaseRefused."""
    with transaction.atomic():
        held = Letter.objects.select_for_update(of=("self",)).select_related("case").get(pk=letter.pk)
        policies.refuse_revoking(held, reason.strip())
        cases.act(held.case, "revoke", {"letter": held.number, "reason": reason.strip()}, by=by)
        held.revoked = timezone.now()
        held.save(update_fields=["revoked"])
    return held


def set_waiting(pdf: Setter) -> int:
    """Set every letter that has no PDF yet; returns how many. A letter that cannot be set holds up no other."""
    done, seen = 0, 0
    while letter := Letter.objects.filter(sha256="", pk__gt=seen).order_by("pk").first():
        seen = letter.pk
        try:
            made = pdf(personal.read(letter.reference))
        except Erased:
            log.warning("Letter %s cannot be set: what it said was erased.", letter)
            continue
        done += _written(letter, made)
    return done


def forget_erased() -> int:
    """PDFs of contents that were erased go as well; returns how many."""
    erased = Personal.objects.filter(erased__isnull=False).values("digest")
    return Print.objects.filter(letter__content__in=erased).delete()[0]


def ask_for_setting() -> None:
    """Have the worker look; if it is at it, it comes to the new letter by itself, or by the clock."""
    if jobs.open_job(KIND) is None:
        work.enqueue(KIND, SET, {})


def _new(case: Case, subject: contents.Subject, kind: Kind, language: str) -> Letter:
    now, code = timezone.now(), new_code()
    day = timezone.localdate(now)
    number = f"{case.number}/{case.letters.count() + 1}"
    kept = personal.keep(case.stream, contents.content(subject, kind, number, code, day))
    return Letter.objects.create(
        case=case,
        number=number,
        code=code,
        kind=kind,
        language=language,
        content=kept[personal.KEY],
        issued=now,
        until=contents.until(subject, kind, day),
    )


def _written(letter: Letter, made: bytes) -> bool:
    """Two workers that set the same letter made the same bytes; the second finds it done."""
    with transaction.atomic():
        sha256 = hashlib.sha256(made).hexdigest()
        if not Letter.objects.filter(pk=letter.pk, sha256="").update(sha256=sha256):
            return False
        Print.objects.create(letter=letter, content=made)
    return True
