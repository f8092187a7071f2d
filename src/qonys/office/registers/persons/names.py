"""The keys a person is sorted and found by: always computed here, from the names alone."""

from __future__ import annotations

from collections.abc import Iterable

from qonys.countries.sorting import sort_key, typed_key
from qonys.office.registers.persons.models import LONGEST_SORT_KEY, LONGEST_WORD, Person, Word


def keys(person: Person) -> tuple[str, str]:
    """Sort key and search key of a person."""
    latin = (person.latin_surname, person.latin_given)
    return sort_key(person.full_name)[:LONGEST_SORT_KEY], typed_key(" ".join((person.full_name, *latin)))


def words_of(search_key: str) -> list[str]:
    """The different words of a search key, each as long as the index keeps it."""
    return sorted({word[:LONGEST_WORD] for word in search_key.split()})


def write_words(persons: Iterable[Person]) -> None:
    rows = [Word(person=person, word=word) for person in persons for word in words_of(person.search_key)]
    Word.objects.bulk_create(rows)
