"""Finding cases by what an officer has at hand: a number, an identification number, a name in any letters and order."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from qonys.office.casework.cases.models import Case, Member
from qonys.office.casework.cases.numbers import typed
from qonys.office.registers.persons.models import Person
from qonys.office.registers.persons.selectors import search

NUMBER = re.compile(r"[A-Z]\d{2}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def matching(found: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Those of `found` with that number, or whose applicant or member is found by the words.

    `found` has gone through `permissions.visible`: people are looked up only to narrow it, never shown by themselves.
    """
    if NUMBER.fullmatch(typed(words)):
        return found.filter(number=typed(words))
    people = search(Person.objects.all(), words).order_by().values("pk")
    applied = Case.objects.filter(applicant__in=people).order_by().values("pk")
    belongs = Member.objects.filter(person__in=people).order_by().values("case")
    return found.filter(pk__in=applied.union(belongs))
