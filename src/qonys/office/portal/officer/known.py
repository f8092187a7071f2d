"""What the registers know of a person, as an officer reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from qonys.office.casework.cases import permissions
from qonys.office.casework.cases.models import Case, Member
from qonys.office.foundation.authority.models import Account
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer import listed
from qonys.office.portal.officer.casefile import people
from qonys.office.portal.officer.casefile.words import country
from qonys.office.registers.households import selectors as households
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.linkage.selectors import same_person
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence.models import Began, Ended, Kind, Residence
from qonys.office.registers.residence.selectors import history

MOST_CASES = 50


@dataclass(frozen=True)
class Found:
    """A person in a list."""

    key: str
    name: str
    latin: str
    born: str
    age: str
    iin: str
    home: str


@dataclass(frozen=True)
class Stay:
    place: str
    since: date
    until: date | None
    kind: str
    began: str
    ended: str


@dataclass(frozen=True)
class Housemate:
    """`key` is '' for somebody the officer may not see, who is counted but not named."""

    key: str
    name: str
    relation: str
    age: str


def line(person: Person, today: date) -> Found:
    told = people.shown(person, today)
    return Found(told.key, told.name, told.latin, told.born, told.age, told.iin, name(person.home.names))


def context(person: Person, account: Account, today: date) -> dict[str, Any]:
    housemates = list(_housemates(person, account, today))
    remarks = people.open_remarks([person]).get(person.pk, ())
    return {
        "person": people.shown(person, today, remarks),
        "home": name(person.home.names),
        "source": name(person.source.names),
        "stays": [_stay(each) for each in history(person)],
        "housemates": [each for each in housemates if each.key],
        "unseen": sum(not each.key for each in housemates),
        "entries": list(_entries(person, account, today)),
        "cases": listed.rows(_cases(person, account), account, today),
    }


def _stay(each: Residence) -> Stay:
    return Stay(
        place=name(each.territory.names),
        since=each.since,
        until=each.until,
        kind=str(Kind(each.kind).label),
        began=_began(each),
        ended=str(Ended(each.ended).label) if each.ended else "",
    )


def _began(each: Residence) -> str:
    began = str(Began(each.began).label)
    return f"{began}: {country(each.state)}" if each.state else began


def _entries(person: Person, account: Account, today: date) -> Iterator[people.Shown]:
    """Other entries of the same person, as far as the officer may see them."""
    others = [each.pk for each in same_person(person) if each.pk != person.pk]
    if others:
        for each in permissions.persons_visible(account).filter(pk__in=others).order_by("pk"):
            yield people.shown(each, today)


def _housemates(person: Person, account: Account, today: date) -> Iterator[Housemate]:
    own = households.membership(person)
    if own is None:
        return
    members = list(households.members(own.household))
    visible = permissions.persons_visible(account).filter(pk__in=[each.person_id for each in members])
    seen = set(visible.values_list("pk", flat=True))
    for each in members:
        if each.person_id not in seen:
            yield Housemate("", "", "", "")
        else:
            told = people.shown(each.person, today)
            yield Housemate(told.key, told.name, str(Relation(each.relation).label), told.age)


def _cases(person: Person, account: Account) -> list[Case]:
    """Those that name the person and that the officer may see."""
    named = Q(applicant=person) | Q(pk__in=Member.objects.filter(person=person).values("case"))
    found = permissions.visible(account).filter(named).select_related("applicant", "territory", "assignee")
    return list(found.order_by("-submitted", "-id")[:MOST_CASES])
