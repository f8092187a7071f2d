"""Questions about households."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.persons.models import Person


def members(household: Household, on: date | None = None) -> QuerySet[Member]:
    """Who belongs to it on that day, or now; the head first, then in the order they came."""
    found = household.members.select_related("person")
    found = found.filter(until=None) if on is None else found.filter(_open_on(on))
    return found.order_by("since", "id")


def membership(person: Person) -> Member | None:
    """Where a person lives with whom, now."""
    return Member.objects.select_related("household").filter(person=person, until=None).first()


def _open_on(day: date) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))
