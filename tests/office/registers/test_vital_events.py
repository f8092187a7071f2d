"""A birth makes a person where the mother lives; a death ends everything that is open."""

from __future__ import annotations

from datetime import date

import pytest

from qonys.office.foundation.journal import selectors as journal
from qonys.office.registers.households import selectors as homes
from qonys.office.registers.households import services as households
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import Person, Precision
from qonys.office.registers.residence import services as residence
from qonys.office.registers.residence.models import Began, Ended, Kind, Residence
from qonys.office.registers.vital_events import models, services
from qonys.office.registers.vital_events.refusals import Impossible
from tests.office.registers import people

pytestmark = pytest.mark.django_db
BORN = date(2026, 4, 2)


@pytest.fixture
def mother() -> Person:
    woman = people.person("Серікова", "Айгүл", sex="female", birth_date=date(1995, 5, 5))
    man = people.person("Серіков", "Ерлан", birth_date=date(1990, 5, 5))
    for person in (woman, man):
        residence.register(
            person, people.place("KZ-61"), since=date(2023, 1, 1), vintage=people.vintage(), actor=people.ACTOR
        )
    households.form(
        man, {woman: Relation.SPOUSE}, territory=people.place("KZ-61"), on=date(2024, 1, 1), actor=people.ACTOR
    )
    return woman


def born(mother: Person, **more: object) -> models.Event:
    child = people.told("Серік", "Нұрай", **{"birth_date": BORN, "sex": "female"} | more)
    return services.birth(mother, child, vintage=people.vintage(), actor=people.ACTOR)


def test_a_child_lives_where_and_with_whom_the_mother_lives(mother: Person):
    event = born(mother)
    child = event.person
    assert (event.territory_id, event.mother, event.date) == ("KZ/KZ-61/", mother, BORN)
    assert homes.membership(child).relation == Relation.CHILD
    row = Residence.objects.get(person=child)
    assert (row.began, row.since, row.territory_id) == (Began.BORN, BORN, "KZ/KZ-61/")
    actions = [line.action for line in journal.entries(child.stream)]
    assert actions == ["taken", "residence registered", "birth"]


def test_a_birth_is_counted_where_the_mother_lived_on_that_day(mother: Person):
    residence.move(mother, people.place("KZ-55"), on=date(2026, 6, 1), vintage=people.vintage(), actor=people.ACTOR)
    assert born(mother).territory_id == "KZ/KZ-61/"


def test_nobody_is_born_twice_or_to_a_man_or_after_the_mothers_death(mother: Person):
    born(mother, iin=people.number(date(2046, 4, 2), "female"))
    with pytest.raises(Impossible):
        born(mother, iin=people.number(date(2046, 4, 2), "female"))
    with pytest.raises(Impossible):
        born(people.person("Омаров"))
    with pytest.raises(Impossible):
        born(mother, birth_precision=Precision.MONTH)
    services.death(mother, on=date(2026, 5, 1), vintage=people.vintage(), actor=people.ACTOR)
    with pytest.raises(Impossible):
        born(mother, birth_date=date(2026, 5, 2))


def test_a_death_ends_residence_and_household(mother: Person):
    day = date(2026, 5, 1)
    residence.register(
        mother, people.place("KZ-75"), since=date(2026, 1, 1), vintage=people.vintage(), actor=people.ACTOR,
        kind=Kind.TEMPORARY,
    )  # fmt: skip
    event = services.death(mother, on=day, vintage=people.vintage(), actor=people.ACTOR)
    mother.refresh_from_db()
    assert (mother.died, event.territory_id, mother.home_id) == (day, "KZ/KZ-61/", "KZ/KZ-61/")
    assert set(Residence.objects.filter(person=mother).values_list("until", "ended")) == {
        (date(2026, 5, 2), Ended.DIED)
    }
    assert homes.membership(mother) is None
    with pytest.raises(Impossible):
        services.death(mother, on=day, vintage=people.vintage(), actor=people.ACTOR)


def test_who_is_born_and_dies_on_one_day_was_there(mother: Person):
    child = born(mother).person
    services.death(child, on=BORN, vintage=people.vintage(), actor=people.ACTOR)
    row = Residence.objects.get(person=child)
    assert (row.since, row.until) == (BORN, date(2026, 4, 3))


def test_nobody_dies_before_being_born(mother: Person):
    with pytest.raises(Impossible):
        services.death(mother, on=date(1990, 1, 1), vintage=people.vintage(), actor=people.ACTOR)
    assert not models.Event.objects.exists() and Residence.objects.filter(until=None).count() == 2
