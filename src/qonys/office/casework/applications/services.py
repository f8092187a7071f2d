"""Beginning an application, telling it screen by screen, and taking it back. Sending it in is in `sending`.

What lies in a draft is its owner's own: the journal says that one was begun, deleted or sent, never what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Screen
from qonys.office.casework.applications import completeness, family, selectors
from qonys.office.casework.applications.answers import asked, checked
from qonys.office.casework.applications.family import MemberTold
from qonys.office.casework.applications.models import Draft, DraftPaper
from qonys.office.casework.applications.refusals import DraftRefused, WrongAnswer
from qonys.office.casework.cases import law
from qonys.office.casework.cases.papers import Wanted
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.files import moving
from qonys.office.foundation.files import services as files
from qonys.office.foundation.files.intake import Readable
from qonys.office.foundation.journal.services import append
from qonys.office.registers.households.relations import Relation


@dataclass(frozen=True)
class Saved:
    """What became of saving. With `meanwhile` nothing was saved: another window has, and the owner chooses."""

    draft: Draft
    mistakes: Mapping[str, str] = field(default_factory=dict)  # by question or field
    meanwhile: Mapping[str, str] = field(default_factory=dict)  # what the other window saved, where it differs
    member: MemberTold | None = None

    @property
    def done(self) -> bool:
        return not self.mistakes and not self.meanwhile


def start(account: Account, procedure: str) -> Draft:
    """A draft for that procedure, or the one that was begun before. Raises UnknownProcedure, BadInput."""
    version = law.version_on(procedure, timezone.localdate()).version
    try:
        with transaction.atomic():
            draft, new = Draft.objects.get_or_create(
                account=account, procedure=procedure, defaults={"version": version}
            )
            if new:
                append(
                    account.actor, "draft begun", {"draft": str(draft.key), "procedure": procedure}, actor=account.actor
                )
    except IntegrityError:  # begun in two windows at once
        return Draft.objects.get(account=account, procedure=procedure)
    return draft


def save(key: UUID | str, screen: Screen, told: Mapping[str, str], *, by: Account, revision: int) -> Saved:
    """Keep every answer of a screen that can be one; the others come back with a letter. Raises UnknownDraft."""
    with transaction.atomic():
        draft = _held(by, key)
        answers, mistakes = _read(screen, told)
        before = {each.key: draft.answers.get(each.key, "") for each in screen.questions}
        if _passed(draft, screen.key, revision) and any(before[each] != answers.get(each, "") for each in before):
            return Saved(draft, mistakes, {each: before[each] for each in before if before[each] != told.get(each, "")})
        kept = {each: value for each, value in draft.answers.items() if each not in before}
        draft.answers = kept | {each: value for each, value in answers.items() if value}
        _note(draft, screen.key)
    return Saved(draft, mistakes)


def save_member(key: UUID | str, member: str, told: Mapping[str, str], *, by: Account, revision: int) -> Saved:
    """Keep a member of the family, '' for a new one. With a mistake nothing is kept. Raises DraftRefused."""
    with transaction.atomic():
        draft = _held(by, key)
        members = family.read(draft.members)
        place = _place(members, member)
        relation = Relation.HEAD.value if place == 0 else told.get("relation", "")
        wanted = {each: told.get(each, "") for each in family.FIELDS} | {"relation": relation}
        others = [each for each in members if each.key != member]
        new, mistakes = family.checked(MemberTold(key=member or uuid4().hex, **wanted), others)
        if place > 0 and new.is_applicant:
            mistakes["relation"] = _("Choose one of the answers.")
        meanwhile = _overtaken(draft, members, place, new, revision)
        if mistakes or meanwhile:
            return Saved(draft, mistakes, meanwhile, new)
        members[place : place + 1] = [new]
        draft.members = family.written(members)
        _note(draft, new.key)
    return Saved(draft, member=new)


def remove_member(key: UUID | str, member: str, *, by: Account) -> Draft:
    """Somebody does not come along: told and handed in for that member is gone. Raises DraftRefused."""
    with transaction.atomic():
        draft = _held(by, key)
        left = [each for each in family.read(draft.members) if each.key != member or each.is_applicant]
        for paper in draft.papers.select_related("file").filter(member=member).exclude(member=_applicant(draft)):
            _drop(paper, by.actor)
        draft.members = family.written(left)
        draft.saved = {each: at for each, at in draft.saved.items() if each != member}
        _note(draft, "")
    return draft


def hand_in(key: UUID | str, wanted: Wanted, name: str, content: bytes | Readable, *, by: Account) -> DraftPaper:
    """A paper for the application, kept with the draft. Raises UnknownDraft, DraftRefused, FileRefused, NoRoom."""
    _refuse_unwanted(selectors.draft(by, key), wanted)
    file = files.stage(name, content, by=by)
    with transaction.atomic():
        draft = _held(by, key)
        _refuse_unwanted(draft, wanted)
        files.keep(file, stream=draft.stream, actor=by.actor)
        key_of, member = completeness.place(wanted)
        paper = DraftPaper.objects.create(draft=draft, paper=key_of, member=member, file=file)
        _note(draft, "")
    return paper


def take_back(key: UUID | str, paper: UUID | str, *, by: Account) -> Draft:
    """A paper is taken out of the draft again. Raises UnknownDraft."""
    with transaction.atomic():
        draft = _held(by, key)
        _drop(selectors.paper(draft, paper), by.actor)
        _note(draft, "")
    return draft


def discard(key: UUID | str, *, by: Account) -> None:
    """The owner deletes a draft with everything in it. Raises UnknownDraft."""
    with transaction.atomic():
        clear(_held(by, key), by.actor, "draft deleted")


def expire() -> int:
    """Delete drafts nobody touched for QONYS_DRAFT_DAYS; returns how many."""
    limit = timezone.now() - timedelta(days=settings.QONYS_DRAFT_DAYS)
    gone = 0
    for key in list(Draft.objects.filter(changed__lt=limit).values_list("pk", flat=True)):
        with transaction.atomic():
            draft = Draft.objects.select_for_update().filter(pk=key, changed__lt=limit).first()
            if draft is not None:
                clear(draft, "worker", "draft expired")
                gone += 1
    return gone


def clear(draft: Draft, actor: str, action: str, **more: str) -> None:
    """A draft is over: it goes with the papers still in it, inside the caller's transaction."""
    for paper in draft.papers.select_related("file"):
        _drop(paper, actor)
    told = {"draft": str(draft.key), "procedure": draft.procedure, **more}
    draft.delete()
    append(f"account:{draft.account_id}", action, told, actor=actor)


def _held(account: Account, key: UUID | str) -> Draft:
    return selectors.own(Draft.objects.select_for_update().filter(account=account), key)


def _read(screen: Screen, told: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Answers and mistakes. What does not apply after the other answers is not kept."""
    answers: dict[str, str] = {}
    mistakes: dict[str, str] = {}
    for question in screen.questions:
        try:
            answers[question.key] = checked(question, told.get(question.key, ""))
        except WrongAnswer as letter:
            mistakes[question.key] = str(letter)
    applying = {each.key for each in asked(screen, answers)}
    return (
        {each: value for each, value in answers.items() if each in applying},
        {each: letter for each, letter in mistakes.items() if each in applying},
    )


def _passed(draft: Draft, part: str, revision: int) -> bool:
    """Was this part saved by another window after the page was shown?"""
    return draft.saved.get(part, 0) > revision


def _overtaken(draft: Draft, members: list[MemberTold], place: int, new: MemberTold, revision: int) -> dict[str, str]:
    """What another window says of this member now, where it differs."""
    if place >= len(members) or not _passed(draft, new.key, revision):
        return {}
    old: dict[str, Any] = vars(members[place])
    return {each: old[each] for each in family.FIELDS if old[each] != getattr(new, each)}


def _place(members: list[MemberTold], member: str) -> int:
    """Where a member stands in the list, its end for a new one. Raises DraftRefused."""
    if not member:
        if len(members) >= family.MOST:
            raise DraftRefused(_("An application names at most %(most)d people.") % {"most": family.MOST})
        return len(members)
    found = [place for place, each in enumerate(members) if each.key == member]
    if not found:
        raise DraftRefused(_("This person is no longer in the application."))
    return found[0]


def _applicant(draft: Draft) -> str:
    return str(draft.members[0]["key"]) if draft.members else ""


def _refuse_unwanted(draft: Draft, wanted: Wanted) -> None:
    if completeness.place(wanted) not in {completeness.place(each) for each in completeness.papers(draft)}:
        raise DraftRefused(_("This paper is no longer asked for: your answers have changed."))


def _drop(paper: DraftPaper, actor: str) -> None:
    paper.delete()
    moving.let_go(paper.file, actor=actor)


def _note(draft: Draft, part: str) -> None:
    """One more revision; the law its owner has seen is that of today."""
    draft.revision += 1
    if part:
        draft.saved = {**draft.saved, part: draft.revision}
    draft.version, draft.changed = completeness.version(draft).version, timezone.now()
    draft.save()
