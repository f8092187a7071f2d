"""Questions to the register of persons."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qonys.countries.sorting import typed_key
from qonys.office.registers.persons.letters import beginning
from qonys.office.registers.persons.models import Person, Word
from qonys.office.registers.persons.names import words_of

NUMBER_LENGTH = 12
FEW = 1_000  # persons in scope: reading all of them is quicker than any index of words
MANY = 30_000  # persons with a word: in the order of names the first fifty come sooner than the list of all


def search(queryset: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those whose number is typed, or in whose name every typed word begins a word; in Kazakh order.

    The queryset must have gone through `scope.within`: this only narrows it. Nothing typed finds nobody. Asks the
    database at most one short question for each word, and one for the scope, to find the quickest way.
    """
    typed = typed_key(words)
    digits = typed.replace(" ", "")
    if digits.isascii() and digits.isdecimal():
        return queryset.filter(iin=digits) if len(digits) == NUMBER_LENGTH else queryset.none()
    wanted = words_of(typed)
    if not wanted:
        return queryset.none()
    found = queryset
    for word in wanted:  # what decides; the index of words below only makes it quick
        found = found.filter(Q(search_key__startswith=word) | Q(search_key__contains=f" {word}"))
    if _count(queryset.order_by().values("pk"), FEW) > FEW:
        found = _by_rarest(found, wanted)
    return found.order_by("sort_key", "id")


def _by_rarest(found: QuerySet[Person], wanted: list[str]) -> QuerySet[Person]:
    """Begin with those who have the rarest of the words, unless even these are many."""
    entries = [Word.objects.filter(**beginning("word", word)).values("person") for word in wanted]
    counts = [_count(each, MANY) for each in entries]
    rarest = min(counts)
    return found if rarest > MANY else found.filter(pk__in=entries[counts.index(rarest)])


def _count(rows: QuerySet[Person, dict[str, int]] | QuerySet[Word, dict[str, int]], most: int) -> int:
    """How many there are, without counting beyond `most`."""
    return rows[: most + 1].count()
