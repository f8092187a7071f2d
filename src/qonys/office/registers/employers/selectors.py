"""Questions to the register of employers."""

from __future__ import annotations

from django.db.models import QuerySet

from qonys.countries.sorting import typed_key
from qonys.office.registers.employers.models import LONGEST_WORD, Employer, Word
from qonys.office.registers.persons.letters import beginning

NUMBER_LENGTH = 12


def search(queryset: QuerySet[Employer], words: str) -> QuerySet[Employer]:
    """Those whose number is typed, or in whose names every typed word begins a word; in Kazakh order.

    The queryset must have gone through `scope.within`: this only narrows it. Nothing typed finds nobody.
    """
    typed = typed_key(words)
    digits = typed.replace(" ", "")
    if digits.isascii() and digits.isdecimal() and len(digits) == NUMBER_LENGTH:
        return queryset.filter(bin=digits)
    if not typed:
        return queryset.none()
    for word in typed.split():
        found = Word.objects.filter(**beginning("word", word[:LONGEST_WORD]))
        queryset = queryset.filter(pk__in=found.values("employer"))
    return queryset.order_by("sort_key", "id")
