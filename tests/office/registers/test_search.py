"""Whichever way the database takes, a search finds those the slow, obvious way finds, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.countries.sorting import sort_key, typed_key
from qonys.office.registers.persons import selectors, services
from qonys.office.registers.persons.models import Person
from tests.office.registers import people

pytestmark = pytest.mark.django_db
NAMES = ("Әли", "Алия", "Қасым", "Касымов", "Өмір-Бек", "Омиров", "Ван", "Иванов", "Ұлан", "Я")
WORDS = st.lists(st.sampled_from((*NAMES, "али", "К", "омир бек", "ив", "бек", "асым", "z")), min_size=1, max_size=3)


@pytest.fixture
def crowd() -> QuerySet[Person]:
    told = [people.told(one, two, latin_surname=typed_key(one)[:3]) for one in NAMES for two in NAMES]
    services.take_many([(each, people.place()) for each in told], source=people.source(), actor=people.ACTOR)
    return Person.objects.all()


def obvious(words: str) -> list[str]:
    """Every typed word begins a word of the name."""
    typed = typed_key(words).split()
    found = [
        person
        for person in Person.objects.all()
        if all(any(part.startswith(word) for part in keys(person)) for word in typed)
    ]
    return [person.full_name for person in sorted(found, key=lambda each: (sort_key(each.full_name), each.pk))]


def keys(person: Person) -> list[str]:
    return typed_key(f"{person.full_name} {person.latin_surname} {person.latin_given}").split()


@pytest.mark.parametrize("many", [1_000, 5, 0])
def test_every_way_finds_the_same(crowd: QuerySet[Person], many: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(selectors, "MANY", many)

    @settings(max_examples=40)
    @given(WORDS)
    def law(words: list[str]) -> None:
        typed = " ".join(words)
        assert [person.full_name for person in selectors.search(crowd, typed)] == obvious(typed)

    law()


@pytest.mark.parametrize(("some", "more"), [(200, 1_000), (3, 4), (1, 0)])
def test_a_page_is_the_beginning_of_what_a_search_finds_in_the_scope(
    crowd: QuerySet[Person], some: int, more: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(selectors, "SOME", some)
    monkeypatch.setattr(selectors, "MORE", more)
    everybody = list(crowd.values_list("pk", flat=True))

    @settings(max_examples=40)
    @given(WORDS, st.sets(st.sampled_from(everybody)), st.integers(1, 12))
    def law(words: list[str], seen: set[int], most: int) -> None:
        def scope(people: Collection[int] | None) -> QuerySet[Person]:
            return crowd.filter(pk__in=seen if people is None else seen & set(people))

        page = selectors.first(scope, " ".join(words), most)
        assert page == list(selectors.search(scope(None), " ".join(words))[:most])

    law()


def test_the_ways_are_those_that_were_meant(crowd: QuerySet[Person], monkeypatch: pytest.MonkeyPatch):
    def sql(many: int) -> str:
        monkeypatch.setattr(selectors, "MANY", many)
        return str(selectors.search(crowd, "ван").query)

    # Without DISTINCT PostgreSQL may look the range of words through once for every person: a minute of a large office.
    assert "persons_word" not in sql(1) and "SELECT DISTINCT" in sql(1_000)


def test_a_search_asks_little(crowd: QuerySet[Person], django_assert_max_num_queries: Callable[..., Any]):
    with django_assert_max_num_queries(4):  # each of three words, the answer
        assert list(selectors.search(crowd, "касым ван али")[:50]) == []
