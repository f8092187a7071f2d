"""Rule sets with four eyes: one writes a version, another approves it, and on its day it comes into force by itself.

A text that does not load, or of which an example does not come out, is refused when it is written, when it is
approved, and once more on its day: the program may have changed in between.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.rulesets import engine, permissions, selectors
from qonys.office.casework.rulesets.models import RuleText, RuleVersion
from qonys.office.casework.rulesets.refusals import RulesRefused, SameEyes, UnlawfulDraft
from qonys.office.casework.rulesets.states import NEXT, State
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.refusals import BeyondMandate
from qonys.office.foundation.journal.services import append

WORKER = "worker"
LONGEST = 400_000  # letters of a rule file


def draft(key: str, text: str, examples: str, since: date, why: str, *, by: Account) -> RuleVersion:
    """A new version, for another to approve. Raises RulesRefused, BeyondMandate."""
    _refuse_stranger(by)
    selectors.shipped(key)
    if since <= timezone.localdate():
        raise RulesRefused(_("A version begins on a day to come: nobody is counted anew by rules he could not know."))
    if not why.strip():
        raise RulesRefused(_("Name the order that changes the rules: its number and day."))
    told = text.replace("\r\n", "\n").strip() + "\n"
    signed = examples.replace("\r\n", "\n").strip() + "\n"
    refuse_unlawful(key, told, signed, since)
    with transaction.atomic():
        kept = keep(key, told)
        number = (RuleVersion.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0) + 1
        made = RuleVersion.objects.create(
            key=key, number=number, text=kept, examples=signed, since=since, why=why.strip()[:500], author=by
        )
        _say(made, "drafted", by.actor, since=since, sha256=kept.pk)
    return made


def approve(version: RuleVersion, *, by: Account) -> RuleVersion:
    """By another than who wrote it. Raises RulesRefused, BeyondMandate."""
    _refuse_stranger(by)
    with transaction.atomic():
        held = _held(version, State.APPROVED)
        if held.author_id == by.pk:
            raise SameEyes(_("You wrote this version: another officer of the rules approves it."))
        if held.since <= timezone.localdate():
            raise RulesRefused(_("Its day has come before it was approved: write it again with a later day."))
        refuse_unlawful(held.key, held.text.text, held.examples, held.since, signed=True)
        held.approver, held.approved = by, timezone.now()
        return _moved(held, State.APPROVED, "approved", by.actor)


def withdraw(version: RuleVersion, *, by: Account) -> RuleVersion:
    """Before its day. Raises RulesRefused, BeyondMandate."""
    _refuse_stranger(by)
    with transaction.atomic():
        return _moved(_held(version, State.WITHDRAWN), State.WITHDRAWN, "withdrawn", by.actor)


def activate(on: date | None = None) -> int:
    """Bring into force what was approved and whose day has come; returns how many. One that fails now is stopped."""
    day, begun = on or timezone.localdate(), 0
    for waiting in RuleVersion.objects.filter(state=State.APPROVED, since__lte=day).order_by("since", "number"):
        with transaction.atomic():
            held = RuleVersion.objects.select_for_update(of=("self",)).select_related("text").get(pk=waiting.pk)
            if held.state != State.APPROVED:
                continue  # another worker was here
            begun += _begun(held)
    return begun


def keep(key: str, text: str) -> RuleText:
    """The text by its digest, kept once."""
    return RuleText.objects.get_or_create(pk=engine.digest(text), defaults={"key": key, "text": text})[0]


def refuse_unlawful(key: str, text: str, examples: str, since: date, signed: bool = False) -> None:
    """Raises UnlawfulDraft, naming the first line or example that is wrong; `signed`: or that nobody signed."""
    if max(len(text), len(examples)) > LONGEST:
        raise UnlawfulDraft(_("The text is too long for a set of rules."))
    try:
        book = selectors.book(key, text)
        found = engine.tried(book, examples, since)
    except (BadInput, TypeError) as letter:
        raise UnlawfulDraft(str(letter)) from letter
    if book.name != key:
        raise UnlawfulDraft(_("The text calls itself %(name)s: a version keeps its name.") % {"name": book.name})
    _refuse_examples(found, signed)


def _refuse_examples(found: engine.Tried, signed: bool) -> None:
    if not found.count:
        raise UnlawfulDraft(_("Give one example at least: a person, and what the law gives."))
    if found.failing:
        said = _("%(count)d of its examples do not come out. The first: %(first)s")
        raise UnlawfulDraft(said % {"count": len(found.failing), "first": found.failing[0]})
    if found.uncovered:
        said = _("%(count)d of its lines are met by no example. The first: %(first)s")
        raise UnlawfulDraft(said % {"count": len(found.uncovered), "first": found.uncovered[0]})
    if signed and found.unsigned:
        said = _("%(count)d of its examples are signed by no lawyer. The first: %(first)s")
        raise UnlawfulDraft(said % {"count": len(found.unsigned), "first": found.unsigned[0]})


def _begun(held: RuleVersion) -> bool:
    try:
        refuse_unlawful(held.key, held.text.text, held.examples, held.since, signed=True)
    except UnlawfulDraft as letter:
        held.fault = str(letter)
        _moved(held, State.STOPPED, "stopped", WORKER)
        return False
    _moved(held, State.IN_FORCE, "begun", WORKER)
    return True


def _refuse_stranger(by: Account) -> None:
    if not permissions.writes(by):
        raise BeyondMandate(_("Rule sets are written by officers of the rules with a mandate for the whole country."))


def _held(version: RuleVersion, after: State) -> RuleVersion:
    held = RuleVersion.objects.select_for_update(of=("self",)).select_related("text").get(pk=version.pk)
    if after not in NEXT[State(held.state)]:
        raise RulesRefused(_("This version is %(state)s.") % {"state": State(held.state).label})
    return held


def _moved(held: RuleVersion, state: State, action: str, actor: str) -> RuleVersion:
    held.state = state
    held.save()
    _say(held, action, actor)
    return held


def _say(version: RuleVersion, action: str, actor: str, **more: object) -> None:
    append(version.stream, action, {"version": version.number, **more}, actor=actor)
