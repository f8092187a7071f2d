"""Questions to the register of persons."""

from __future__ import annotations

from django.db.models import QuerySet

from qonys.countries.sorting import typed_key
from qonys.office.registers.persons.letters import beginning
from qonys.office.registers.persons.models import Person, Word
from qonys.office.registers.persons.names import words_of

NUMBER_LENGTH = 12


def search(queryset: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those whose number is typed, or in whose name every typed word begins a word; in Kazakh order.

    The queryset must have gone through `scope.within`: this only narrows it. Nothing typed finds nobody.
    """
    typed = typed_key(words)
    digits = typed.replace(" ", "")
    if digits.isascii() and digits.isdecimal():
        return queryset.filter(iin=digits) if len(digits) == NUMBER_LENGTH else queryset.none()
    wanted = words_of(typed)
    if not wanted:
        return queryset.none()
    for word in wanted:
        queryset = queryset.filter(pk__in=Word.objects.filter(**beginning("word", word)).values("person"))
    return queryset.order_by("sort_key", "id")
