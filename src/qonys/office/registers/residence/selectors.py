"""Questions about residence."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from qonys.office.foundation.authority.paths import path_of, unit_of
from qonys.office.foundation.authority.scope import AFTER
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence.lists import lists, parts, split
from qonys.office.registers.residence.models import Kind, Residence


def history(person: Person) -> QuerySet[Residence]:
    """Where the person was registered, the first first."""
    return Residence.objects.filter(person=person).select_related("territory", "vintage").order_by("since", "id")


def permanent_on(person: Person, day: date) -> Residence | None:
    """Where the person lived permanently on that day."""
    return Residence.objects.filter(open_on(day), person=person, kind=Kind.PERMANENT).first()


def open_on(day: date) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


def to_be_redrawn() -> QuerySet[Residence]:
    """Open residences in a unit that was split since: nobody has said yet in which part the home lies."""
    found = Q(pk=None)
    for each in lists().lists:
        for unit in each.codes:
            if split(unit, each.since):
                path = path_of((lists().nation.code, unit))
                found |= Q(listed=each.since, territory__gte=path, territory__lt=path + AFTER)
    return Residence.objects.filter(found, until=None)


def possible_units(residence: Residence, day: date) -> list[str]:
    """The units in which the home may lie on the list of that day."""
    return sorted(parts(unit_of(residence.territory_id), residence.listed, day))
