"""`qonys registers check`: what is in order holds, and each kind of damage is found by its row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from qonys.office.registers import inspection
from qonys.office.registers.households import services as households
from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import Person, Word
from qonys.office.registers.residence import services as residence
from qonys.office.registers.residence.models import Residence
from qonys.office.registers.vital_events import services as events
from qonys.office.registers.vital_events.models import Event
from tests.office.registers import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def village() -> list[Person]:
    found = [
        people.person("Серіков", name, sex="female", birth_date=date(1990, 1, 1)) for name in ("Ая", "Дана", "Жан")
    ]
    for person in found:
        residence.register(
            person, people.place("KZ-61"), since=date(2023, 1, 1), vintage=people.vintage(), actor=people.ACTOR
        )
    residence.move(found[0], people.place("KZ-55"), on=DAY, vintage=people.vintage(), actor=people.ACTOR)
    households.form(found[0], {found[1]: Relation.SIBLING}, territory=people.place("KZ-55"), on=DAY, actor=people.ACTOR)
    child = people.told("Серік", "Нұр", birth_date=date(2026, 4, 1))
    events.birth(found[0], child, vintage=people.vintage(), actor=people.ACTOR)
    events.death(found[2], on=date(2026, 5, 1), vintage=people.vintage(), actor=people.ACTOR)
    return found


def broken() -> dict[str, tuple[int, ...]]:
    return {each.rule: each.rows for each in inspection.findings() if each.rows}


def test_what_the_services_wrote_holds(village: list[Person]):
    assert broken() == {}
    assert len(list(inspection.findings())) == len(inspection.RULES) >= 9


def sort_key(who: Person) -> int:
    Person.objects.filter(pk=who.pk).update(sort_key="x")
    return who.pk


def lost_word(who: Person) -> int:
    Word.objects.filter(person=who, word="дана").delete()
    return who.pk


def strange_word(who: Person) -> int:
    Word.objects.create(person=who, word="яя")
    return who.pk


def overlap(who: Person) -> int:
    row = Residence.objects.get(person=who)
    copy = {
        field.attname: getattr(row, field.attname) for field in Residence._meta.concrete_fields if field.name != "id"
    }
    copy |= {"since": date(2024, 1, 1), "until": date(2024, 2, 1), "ended": "lapsed", "territory_id": "KZ/KZ-61/"}
    return Residence.objects.create(**copy).pk


def home(who: Person) -> int:
    Person.objects.filter(pk=who.pk).update(home=people.place("KZ-75"))
    return who.pk


def other_list(who: Person) -> int:
    Residence.objects.filter(person=who).update(listed=date(2018, 6, 19))
    return Residence.objects.get(person=who).pk


def two_households(who: Person) -> int:
    Household.objects.create(territory=people.place(), formed=date(2026, 1, 1), dissolved=date(2026, 6, 1))
    other = Household.objects.latest("pk")
    Member.objects.create(household=other, person=who, relation="head", since=DAY, until=date(2026, 6, 1))
    return Member.objects.get(household__dissolved=None, person=who).pk


def no_head(who: Person) -> int:
    Member.objects.filter(relation=Relation.HEAD).update(relation=Relation.OTHER)
    return Household.objects.get().pk


def died_alone(who: Person) -> int:
    Person.objects.filter(pk=who.pk).update(died=DAY)
    return who.pk


def event_without_day(who: Person) -> int:
    number = Event.objects.get(kind="death").person_id
    Person.objects.filter(pk=number).update(died=None)
    return number


@pytest.mark.parametrize(
    ("damage", "rules"),
    [
        (sort_key, ["sort and search keys"]),
        (lost_word, ["words to search by"]),
        (strange_word, ["words to search by"]),
        (overlap, ["permanent residences do not overlap"]),
        (home, ["home is the last"]),
        (other_list, ["the code of a residence"]),
        (two_households, ["memberships do not overlap"]),
        (no_head, ["a household has one head"]),
        (died_alone, ["the dead live nowhere", "every death has its event"]),
        (event_without_day, ["every death has its event"]),
    ],
)
def test_damage_is_found_by_its_row(village: list[Person], damage: Callable[[Person], int], rules: list[str]):
    row = damage(village[1])
    found = broken()
    if damage is overlap:  # either of two rows may be the one too many
        row = next(iter(found.values()))[0]
        assert Residence.objects.get(pk=row).person == village[1]
    if damage is two_households:
        row = next(iter(found.values()))[0]
        assert Member.objects.get(pk=row).person == village[1]
    assert len(found) == len(rules) and all(name.startswith(rule) for name, rule in zip(found, rules, strict=True))
    assert all(rows == (row,) for rows in found.values())


def test_a_finding_names_no_more_than_twenty(village: list[Person]):
    for number in range(25):
        people.person("Омаров", f"А{chr(1072 + number)}")
    Person.objects.update(search_key="x")
    finding = next(iter(inspection.findings()))
    assert len(finding.rows) == inspection.SHOWN and finding.told.endswith(", ...")


def test_rows_are_walked_not_loaded(village: list[Person], django_assert_max_num_queries: Callable[..., object]):
    with django_assert_max_num_queries(12 if connection.vendor == "sqlite" else 14):
        list(inspection.findings())
