"""Whichever way the database takes, a search finds those the slow, obvious way finds, in the same order."""

from __future__ import annotations

from collections.abc import Callable
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


@pytest.mark.parametrize(
    ("handful", "few", "many"), [(1_000, 0, 1_000), (0, 1_000, 1_000), (0, 0, 1_000), (0, 0, 0), (5, 0, 5)]
)
def test_every_way_finds_the_same(
    crowd: QuerySet[Person], handful: int, few: int, many: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(selectors, "HANDFUL", handful)
    monkeypatch.setattr(selectors, "FEW", few)
    monkeypatch.setattr(selectors, "MANY", many)

    @settings(max_examples=40)
    @given(WORDS)
    def law(words: list[str]) -> None:
        typed = " ".join(words)
        assert [person.full_name for person in selectors.search(crowd, typed)] == obvious(typed)

    law()


def test_the_ways_are_those_that_were_meant(crowd: QuerySet[Person], monkeypatch: pytest.MonkeyPatch):
    def sql(few: int, many: int, handful: int = 0) -> str:
        monkeypatch.setattr(selectors, "HANDFUL", handful)
        monkeypatch.setattr(selectors, "FEW", few)
        monkeypatch.setattr(selectors, "MANY", many)
        return str(selectors.search(crowd, "ван").query)

    assert "persons_word" not in sql(1_000, 1_000) and "persons_word" in sql(0, 1_000)
    assert "persons_word" not in sql(0, 1) and "persons_word" in sql(1_000, 1_000, 1_000)


def test_a_search_asks_little(
    crowd: QuerySet[Person], django_assert_max_num_queries: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(selectors, "HANDFUL", 0)
    monkeypatch.setattr(selectors, "FEW", 0)
    with django_assert_max_num_queries(5):  # the scope, each of three words, the answer
        assert list(selectors.search(crowd, "касым ван али")[:50]) == []
