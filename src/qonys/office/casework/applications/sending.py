"""Sending an application in: everything in one transaction, and sent twice it is the same case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Version
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.applications import completeness, family, places, selectors
from qonys.office.casework.applications.answers import asked, first_to_lapse
from qonys.office.casework.applications.family import MemberTold
from qonys.office.casework.applications.models import Draft, Sent
from qonys.office.casework.applications.refusals import NotReady
from qonys.office.casework.applications.services import clear
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.services import open_case
from qonys.office.casework.documents.services import attach
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.registers.households import services as households
from qonys.office.registers.households.models import Member
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.models import Person
from qonys.office.registers.sources.models import Kind, Source
from qonys.office.registers.sources.services import declare

SOURCE = "portal"
FAMILY = "family"  # beside the answers in what is kept of an application: the members as they were told


def submit(key: UUID | str, *, by: Account) -> Case:
    """The draft becomes a case and is gone. Raises UnknownDraft, NotReady, CaseRefused."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=key, account=by).first()
        if draft is None:
            return _sent_before(by, key)
        if completeness.missing(draft):
            raise NotReady(_("Something is still missing: look at the list of your application."))
        return _sent(draft, by)


def _sent_before(account: Account, key: UUID | str) -> Case:
    """Sent by the same hand a moment ago. Raises UnknownDraft when it never was."""
    case = selectors.sent(account, key)
    if case is None:
        raise selectors.gone()
    return case


def _sent(draft: Draft, account: Account) -> Case:
    version = completeness.version(draft)
    members = family.read(draft.members)
    place = places.place_of_case(version, draft.answers)
    if place is None:
        raise NotReady(_("The region you chose is no longer there. Choose it again."))
    people = _taken(members, place, account)
    case = open_case(
        draft.procedure,
        territory=place,
        applicant=people[members[0].key],
        members=_relatives(members, people),
        application=_told(version, draft.answers, members, people),
        account=account,
        actor=account.actor,
        lapses=first_to_lapse(version, draft.answers),
    )
    _hand_over(draft, case, people, account)
    _live_together(members, people, place, account)
    _close(draft, case, account)
    return case


def _taken(members: list[MemberTold], home: Territory, account: Account) -> dict[str, Person]:
    """Everybody in the register, by the key in the draft; in the order of numbers, so that two families cannot block
    each other."""
    source = portal()
    ordered = sorted(members, key=lambda each: (each.iin, each.key))
    try:
        return {
            each.key: persons.take(family.person(each), territory=home, source=source, actor=account.actor).person
            for each in ordered
        }
    except BadInput as letter:  # what was right when it was told need not be right by the rules of today
        raise NotReady(_("Look at the people once more: something told of one of them cannot be kept.")) from letter


def portal() -> Source:
    """Where what applicants tell comes from."""
    known = Source.objects.filter(pk=SOURCE).first()
    names = Names("Өтініш берушінің өзі", "Сам заявитель", "The applicants themselves")
    return known or declare(SOURCE, names, Kind.APPLICATION, owner="-", actor="worker")


def _relatives(members: list[MemberTold], people: Mapping[str, Person]) -> list[tuple[Person, str]]:
    """Everybody once: whose number names the same person is that person."""
    seen = {people[members[0].key].pk}
    found = []
    for each in members[1:]:
        person = people[each.key]
        if person.pk not in seen:
            seen.add(person.pk)
            found.append((person, each.relation))
    return found


def _told(
    version: Version, answers: Mapping[str, str], members: list[MemberTold], people: Mapping[str, Person]
) -> dict[str, Any]:
    """The answers that applied, and the family as it was told: the register may know other things, and keeps them."""
    kept = {
        each.key: answers[each.key]
        for screen in version.screens
        for each in asked(screen, answers)
        if answers.get(each.key)
    }
    people_told = [{**told, "key": str(people[told["key"]].key)} for told in family.written(members)]
    return {**kept, FAMILY: people_told}


def _hand_over(draft: Draft, case: Case, people: Mapping[str, Person], account: Account) -> None:
    """Papers of the draft become papers of the case; those nobody asks for any more are not sent."""
    wanted = {each.key for each in completeness.papers(draft)}
    for paper in draft.papers.select_related("file"):
        if f"{paper.paper}:{paper.member}" in wanted:
            paper.delete()
            attach(case, paper.paper, paper.file, by=account, person=people.get(paper.member))


def _live_together(members: list[MemberTold], people: Mapping[str, Person], home: Territory, account: Account) -> None:
    """A household, unless somebody of them lives in one already: then an officer looks at it."""
    everybody = {person.pk for person in people.values()}
    if len(everybody) < len(members) or Member.objects.filter(person__in=everybody).exists():
        return
    others = {people[each.key]: each.relation for each in members[1:]}
    households.form(people[members[0].key], others, territory=home, on=timezone.localdate(), actor=account.actor)


def _close(draft: Draft, case: Case, account: Account) -> None:
    Sent.objects.create(draft=draft.key, case=case)
    clear(draft, account.actor, "draft sent", case=case.number)
