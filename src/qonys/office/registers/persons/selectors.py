"""Questions to the register of persons."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Q, QuerySet

from qonys.countries.sorting import typed_key
from qonys.office.registers.persons.letters import beginning
from qonys.office.registers.persons.models import Person, Word
from qonys.office.registers.persons.names import words_of

NUMBER_LENGTH = 12
MANY = 15_000  # persons with a word: in the order of names the first fifty come sooner than the list of all
SOME, MORE = 200, 1_000  # persons of a name whose scope is asked at a time

Words = QuerySet[Word, dict[str, int]]
Scope = Callable[[Collection[int] | None], QuerySet[Person]]  # those of these persons, or of all, one may see


def search(queryset: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those whose number is typed, or in whose name every typed word begins a word; in Kazakh order.

    This only narrows a queryset that has gone through `scope.within`, or whose answer will. Nothing typed finds nobody.
    Asks the database at most one short question for each word, to find the quickest way.
    """
    typed = typed_key(words)
    digits = typed.replace(" ", "")
    if digits.isascii() and digits.isdecimal():
        return queryset.filter(iin=digits) if len(digits) == NUMBER_LENGTH else queryset.none()
    wanted = words_of(typed)
    if not wanted:
        return queryset.none()
    rarest, those = _rarest(wanted)
    found = queryset if those is None else queryset.filter(pk__in=those)
    for word in wanted:
        if word != rarest:  # a database that is told the same twice thinks it half as likely
            found = found.filter(Q(search_key__startswith=word) | Q(search_key__contains=f" {word}"))
    return found.order_by("sort_key", "id")


def first(scope: Scope, words: str, most: int) -> list[Person]:
    """The first `most` whom a search finds within the scope.

    The scope is the dearer question: it is asked of some who are called so, in the order of names, then of more. Who
    finds too few among these sees few people, and all of them are looked through.
    """
    namesakes = list(search(Person.objects.all(), words).values_list("pk", flat=True)[: SOME + MORE])
    found: list[Person] = []
    for some in (namesakes[:SOME], namesakes[SOME:]):
        if some and len(found) < most:
            found += scope(some).order_by("sort_key", "id")[: most - len(found)]
    if len(found) == most or len(namesakes) < SOME + MORE:
        return found
    return list(search(scope(None), words)[:most])


def _rarest(wanted: list[str]) -> tuple[str, Words | None]:
    """The word the fewest have, and those who have it; nothing if even these are many."""
    # Distinct, or PostgreSQL looks the whole range of words through for one person after the other.
    entries = {word: Word.objects.filter(**beginning("word", word)).values("person").distinct() for word in wanted}
    counts = {word: found[: MANY + 1].count() for word, found in entries.items()}
    rarest = min(wanted, key=lambda word: counts[word])
    return (rarest, entries[rarest]) if counts[rarest] <= MANY else ("", None)
