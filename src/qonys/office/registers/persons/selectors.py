"""Questions to the register of persons."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qonys.countries.sorting import typed_key
from qonys.office.registers.persons.letters import beginning
from qonys.office.registers.persons.models import Person, Word
from qonys.office.registers.persons.names import words_of

NUMBER_LENGTH = 12
HANDFUL = 1_000  # persons with a word: nothing else need be asked
FEW = 1_000  # persons in scope: reading all of them is quicker than any index of words
MANY = 50_000  # persons with a word: in the order of names the first fifty come sooner than the list of all


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
    rarest, those, people = _rarest(wanted)
    # The scope is the dearer question.
    if people > HANDFUL and _count(queryset.order_by().values("pk"), FEW) <= FEW:
        rarest, those = "", None
    found = queryset if those is None else queryset.filter(pk__in=those)
    for word in wanted:
        if word != rarest:  # a database that is told the same twice thinks it half as likely
            found = found.filter(Q(search_key__startswith=word) | Q(search_key__contains=f" {word}"))
    return found.order_by("sort_key", "id")


def _rarest(wanted: list[str]) -> tuple[str, QuerySet[Word, dict[str, int]] | None, int]:
    """The word the fewest have, those who have it, and how many they are; nothing if even these are many."""
    entries = {word: Word.objects.filter(**beginning("word", word)).values("person") for word in wanted}
    counts = {word: _count(found, MANY) for word, found in entries.items()}
    rarest = min(wanted, key=lambda word: counts[word])
    return (rarest, entries[rarest], counts[rarest]) if counts[rarest] <= MANY else ("", None, counts[rarest])


def _count(rows: QuerySet[Person, dict[str, int]] | QuerySet[Word, dict[str, int]], most: int) -> int:
    """How many there are, without counting beyond `most`."""
    return rows[: most + 1].count()
