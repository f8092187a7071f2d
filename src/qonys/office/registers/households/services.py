"""Forming, joining, leaving, splitting and moving households: each in one transaction, with one line in its stream.

Whoever changes memberships first holds the rows of the persons, in the order of their numbers, so that two changes at
once cannot each overlook the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal.services import append
from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.households.refusals import NotTogether
from qonys.office.registers.households.relations import Relation, under
from qonys.office.registers.persons.models import Person


def form(
    head: Person, others: Mapping[Person, Relation | str], *, territory: Territory, on: date, actor: str
) -> Household:
    """A new household of a head and what the others are to the head. Raises NotTogether."""
    with transaction.atomic():
        _hold([head, *others])
        household = Household.objects.create(territory=territory, formed=on)
        rows = [
            _member(household, person, relation, on) for person, relation in {head: Relation.HEAD, **others}.items()
        ]
        _note(household, "formed", actor, on, territory=territory.pk, members=_told(rows))
    return household


def join(household: Household, person: Person, relation: Relation | str, *, on: date, actor: str) -> Member:
    """A person comes to live with a household. Raises NotTogether."""
    with transaction.atomic():
        _hold([person])
        held = _of(household)
        if held.dissolved:
            raise NotTogether(_("nobody is left in this household."), remedy=_("Form a new one."))
        if held.formed > on:
            raise NotTogether(_("this household did not exist yet."), value=str(on), remedy=str(held.formed))
        member = _member(held, person, relation, on)
        _note(held, "joined", actor, on, members=_told([member]))
    return member


def leave(person: Person, *, on: date, actor: str, successor: Person | None = None) -> Member:
    """A person leaves the household; if it was the head, the successor or the eldest of the others becomes it."""
    with transaction.atomic():
        _hold([person])
        household = _of(_open(person).household)
        member = _open(person)  # read again: who held the household may just have made another its head
        _end([member], on)
        _pass_on(household, member, on, successor)
        _note(household, "left", actor, on, members=_told([member]))
    return member


def split(
    household: Household,
    head: Person,
    others: Mapping[Person, Relation | str],
    *,
    territory: Territory,
    on: date,
    actor: str,
) -> Household:
    """Some members go and make a household of their own under a head of theirs. Raises NotTogether."""
    with transaction.atomic():
        going = [head, *others]
        _hold(going)
        held = _of(household)
        leaving = [_open(person) for person in going]
        if any(member.household_id != held.pk for member in leaving):
            raise NotTogether(_("somebody named does not live in this household."))
        _end(leaving, on)
        for member in leaving:
            if member.is_head:
                _pass_on(held, member, on, None)
        _dissolve_if_empty(held, on)
        new = Household.objects.create(territory=territory, formed=on)
        rows = [_member(new, person, relation, on) for person, relation in {head: Relation.HEAD, **others}.items()]
        _note(held, "split", actor, on, members=_told(leaving), new=str(new.key))
        _note(new, "formed", actor, on, territory=territory.pk, members=_told(rows), out_of=str(held.key))
    return new


def settle(household: Household, territory: Territory, *, on: date, actor: str) -> Household:
    """The household lives elsewhere now; where its members are registered is the matter of their residences."""
    with transaction.atomic():
        held = _of(household)
        before, held.territory = held.territory_id, territory
        held.save(update_fields=["territory"])
        _note(held, "settled", actor, on, territory=territory.pk, before=before)
    return held


def _hold(persons: Iterable[Person]) -> None:
    numbers = sorted(person.pk for person in persons)
    held = Person.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")
    if len(set(numbers)) < len(numbers) or len(held) < len(numbers):
        raise NotTogether(_("somebody is named twice, or is not in the register."))


def _of(household: Household) -> Household:
    return Household.objects.select_for_update(no_key=True).get(pk=household.pk)


def _open(person: Person) -> Member:
    member = Member.objects.filter(person=person, until=None).select_related("household").first()
    if member is None:
        raise NotTogether(_("this person lives in no household."), where=str(person.key))
    return member


def _member(household: Household, person: Person, relation: Relation | str, on: date) -> Member:
    if relation not in Relation.values:
        raise NotTogether(_("an unknown relation."), value=relation, remedy=", ".join(Relation.values))
    if Member.objects.filter(person=person).filter(Q(until=None) | Q(until__gt=on)).exists():
        raise NotTogether(
            _("on that day, or later, this person lives in a household already."),
            where=str(person.key),
            value=str(on),
            remedy=_("Let the person leave it first."),
        )
    if relation == Relation.HEAD and Member.objects.filter(household=household, until=None, relation=relation).exists():
        raise NotTogether(_("this household has a head."), where=str(household.key))
    return Member.objects.create(household=household, person=person, relation=relation, since=on)


def _end(members: Iterable[Member], on: date) -> None:
    for member in members:
        if on < member.since:
            raise NotTogether(_("nobody leaves before having joined."), value=str(on), remedy=str(member.since))
        member.until = on
        member.save(update_fields=["until"])


def _pass_on(household: Household, gone: Member, on: date, successor: Person | None) -> None:
    """The head went: another becomes it, and what the others are to the head is told anew, as of that day."""
    rest = list(Member.objects.filter(household=household, until=None).select_related("person"))
    if not rest or not gone.is_head:
        _dissolve_if_empty(household, on)
        return
    new = _next_head(rest, successor)
    for member in sorted(rest, key=lambda each: each.pk != new.pk):
        relation = Relation.HEAD if member.pk == new.pk else under(new.relation, member.relation)
        _retell(member, relation, on)


def _next_head(rest: list[Member], successor: Person | None) -> Member:
    if successor is None:
        spouse = [member for member in rest if member.relation == Relation.SPOUSE]
        return min(spouse or rest, key=lambda member: (member.person.birth_date, member.pk))
    chosen = [member for member in rest if member.person_id == successor.pk]
    if not chosen:
        raise NotTogether(_("the successor does not live in this household."), where=str(successor.key))
    return chosen[0]


def _retell(member: Member, relation: Relation, on: date) -> None:
    """A new row from that day, so that what somebody was before stays known."""
    if member.since >= on:
        Member.objects.filter(pk=member.pk).update(relation=relation)
        return
    Member.objects.filter(pk=member.pk).update(until=on)
    Member.objects.create(household_id=member.household_id, person_id=member.person_id, relation=relation, since=on)


def _dissolve_if_empty(household: Household, on: date) -> None:
    if not Member.objects.filter(household=household, until=None).exists():
        Household.objects.filter(pk=household.pk).update(dissolved=max(on, household.formed))


def _told(members: Iterable[Member]) -> list[dict[str, str]]:
    return [{"person": str(member.person.key), "relation": str(member.relation)} for member in members]


def _note(household: Household, action: str, actor: str, on: date, **payload: Any) -> None:
    append(household.stream, action, {"on": on, **payload}, actor=actor)
