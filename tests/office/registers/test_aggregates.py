"""What planning may know: people, moves, births, deaths, each against a slow, obvious count of the rows."""

from __future__ import annotations

import inspect
import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import qonys.office.registers
from qonys.office.registers.disclosure.periods import NotAWhole
from qonys.office.registers.disclosure.rounding import Protected
from qonys.office.registers.persons import aggregates as of_persons
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence import aggregates as of_residence
from qonys.office.registers.residence import lists
from qonys.office.registers.residence import services as residence
from qonys.office.registers.residence.aggregates import ABROAD
from qonys.office.registers.residence.models import Began, Ended, Residence
from qonys.office.registers.residence.placing import unit_on
from qonys.office.registers.vital_events import aggregates as of_events
from qonys.office.registers.vital_events import services as events
from tests.office.authority.people import places
from tests.office.registers import people

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)
CODES = ("KZ-61", "KZ-55", "KZ-59")


def settled(code: str, since: date, **more: object) -> Person:
    person = people.person(**more)
    residence.register(person, people.place(code), since=since, vintage=people.vintage(), actor=people.ACTOR)
    return person


def move(person: Person, code: str, on: date) -> None:
    residence.move(person, people.place(code), on=on, vintage=people.vintage(), actor=people.ACTOR)


@pytest.fixture
def crowd() -> list[Person]:
    chance = random.Random(7)
    return [
        settled(
            chance.choice(CODES),
            date(2023, 1, 1),
            birth_date=date(chance.choice((1980, 1981)), chance.randint(1, 12), 1),
            sex=chance.choice(("male", "female")),
        )
        for _ in range(120)
    ]


def near(table: Protected, truth: Counter[Any]) -> None:
    """Every cell is a multiple beside the truth, nobody is invented, and what is missing was small."""
    for cell, count in table:
        assert count % 5 == 0 and abs(truth[cell] - count) < 5 and truth[cell]
    assert all(truth[cell] < 5 for cell in truth if cell not in table.cells)


def age(person: Person, on: date) -> str:
    years = [year for year in range(200) if _birthday(person, year) <= on]
    return str(max(years))


def _birthday(person: Person, year: int) -> date:
    return person.birth_date.replace(year=person.birth_date.year + year)


def test_population_by_unit_sex_and_age(crowd: list[Person]):
    for person in crowd[:30]:
        move(person, "KZ-75", date(2025, 6, 1))
    truth = Counter(
        (Residence.objects.get(person=each, until=None).territory.code, each.sex, age(each, NEW_YEAR)) for each in crowd
    )
    table = of_residence.population(NEW_YEAR)
    near(table, truth)
    assert table == of_residence.population(NEW_YEAR), "the same question has the same answer"
    assert len(truth) > 8 and len(table.cells) > 6


def test_who_came_later_left_or_died_is_not_there(crowd: list[Person]):
    for person in crowd[:40]:
        residence.end(person, on=date(2025, 5, 1), ended=Ended.LEFT, actor=people.ACTOR)
    for person in crowd[40:60]:
        events.death(person, on=date(2025, 5, 1), vintage=people.vintage(), actor=people.ACTOR)
    settled("KZ-61", date(2026, 2, 1))
    assert Residence.objects.filter(until=None).count() == 61
    near(of_residence.population(NEW_YEAR), counted(crowd[60:], NEW_YEAR))
    near(of_residence.population(date(2025, 5, 1)), counted(crowd[40:], date(2025, 5, 1)))  # the dead of that day lived


def counted(crowd: list[Person], on: date) -> Counter[Any]:
    return Counter((p.residences.get().territory.code, p.sex, age(p, on)) for p in crowd)


def test_persons_by_home(crowd: list[Person]):
    for person in Person.objects.all()[:20]:
        events.death(person, on=date(2025, 5, 1), vintage=people.vintage(), actor=people.ACTOR)
    alive = Person.objects.filter(died=None).select_related("home")
    near(of_persons.persons(NEW_YEAR), Counter((p.home.code, p.sex, age(p, NEW_YEAR)) for p in alive))


def test_a_home_in_a_district_counts_for_its_unit():
    district = places("KZ/KZ-61/D-1/")[0]
    for _ in range(10):
        person = people.person(birth_date=date(1980, 1, 1))
        residence.register(person, district, since=date(2023, 1, 1), vintage=people.vintage(), actor=people.ACTOR)
    cell = {("KZ-61", "male", "46"): 10}
    assert of_persons.persons(date(2026, 2, 1)).cells == of_residence.population(date(2026, 2, 1)).cells == cell


def test_moves_by_origin_destination_and_quarter(crowd: list[Person]):
    truth: Counter[tuple[str, str, str]] = Counter()
    for number, person in enumerate(crowd[:80]):
        day = date(2025, 1 + number % 12, 10)
        origin = Residence.objects.get(person=person, until=None).territory.code
        move(person, "KZ-75", day)
        truth[origin, "KZ-75", f"2025-Q{(day.month + 2) // 3}"] += 1
    for person in crowd[80:90]:
        origin = Residence.objects.get(person=person, until=None).territory.code
        residence.end(person, on=date(2025, 3, 3), ended=Ended.LEFT, left_for="DE", actor=people.ACTOR)
        truth[origin, ABROAD, "2025-Q1"] += 1
    for _ in range(7):
        person = people.person()
        residence.register(
            person, people.place("KZ-61"), since=date(2025, 3, 3), vintage=people.vintage(), actor=people.ACTOR,
            began=Began.ARRIVED, state="UZ",
        )  # fmt: skip
        truth[ABROAD, "KZ-61", "2025-Q1"] += 1
    near(of_residence.moves(date(2025, 1, 1), date(2026, 1, 1)), truth)
    assert of_residence.moves(date(2024, 1, 1), date(2025, 1, 1)).total == 0


def test_births_and_deaths_by_unit_and_year(crowd: list[Person]):
    mother = settled("KZ-61", date(2023, 1, 1), sex="female", birth_date=date(1990, 1, 1))
    for number in range(14):
        child = people.told("Бала", sex=("male", "female")[number % 2], birth_date=date(2025, 1 + number % 12, 3))
        events.birth(mother, child, vintage=people.vintage(), actor=people.ACTOR)
    near(
        of_events.births(date(2025, 1, 1), NEW_YEAR),
        Counter({("KZ-61", "2025", "male"): 7, ("KZ-61", "2025", "female"): 7}),
    )
    there = {
        row.person_id: row.territory.code
        for row in Residence.objects.filter(person__in=crowd).select_related("territory")
    }
    for person in crowd:
        events.death(person, on=date(2025, 12, 31), vintage=people.vintage(), actor=people.ACTOR)
    truth = Counter((there[p.pk], "2025", p.sex, "45-49" if p.birth_date.year == 1980 else "40-44") for p in crowd)
    near(of_events.deaths(date(2025, 1, 1), NEW_YEAR), truth)


def test_a_home_in_a_unit_that_was_split_is_drawn_by_the_shares_the_same_in_every_table():
    """KZ-19 of 2018 is KZ-19 and KZ-33 since 8 June 2022; nobody moved."""
    crowd = [settled("KZ-19", date(2020, 1, 1), birth_date=date(1980, 1, 1)) for _ in range(300)]
    before = of_residence.population(date(2022, 6, 1)).over("territory")
    after = of_residence.population(date(2022, 7, 1)).over("territory")
    assert set(before) == {("KZ-19",)} and set(after) == {("KZ-19",), ("KZ-33",)}
    share = after[("KZ-33",)] / (after[("KZ-19",)] + after[("KZ-33",)])
    assert share == pytest.approx(lists.parts("KZ-19", date(2018, 6, 19), date(2022, 7, 1))["KZ-33"], abs=0.1)
    drawn = Counter(unit_on(date(2023, 1, 1), "KZ/KZ-19/", date(2018, 6, 19), str(p.key)) for p in crowd)
    assert (
        abs(drawn["KZ-33"] - after[("KZ-33",)]) < 5
        and of_residence.moves(date(2022, 4, 1), date(2022, 7, 1)).total == 0
    )
    for person in crowd[:40]:
        residence.redraw(person, people.place("KZ-33"), vintage=people.vintage(), actor=people.ACTOR)
    assert of_residence.moves(date(2022, 4, 1), date(2022, 7, 1)).total == 0, "a new boundary moves nobody"


def test_a_single_person_never_shows_as_one():
    settled("KZ-61", date(2023, 1, 1))
    assert of_residence.population(NEW_YEAR).total in (0, 5)


def test_counts_of_a_day_are_not_to_be_had():
    with pytest.raises(NotAWhole):
        of_residence.population(date(2026, 1, 2))
    with pytest.raises(NotAWhole):
        of_residence.moves(date(2026, 1, 1), date(2026, 2, 1))
    with pytest.raises(NotAWhole):
        of_events.births(date(2026, 1, 1), date(2026, 4, 1))


def doors() -> list[Callable[..., Any]]:
    """Every public function of every aggregates.py: what planning can call."""
    registers = Path(qonys.office.registers.__file__).parent
    modules = [
        import_module(f"qonys.office.registers.{path.parent.name}.aggregates")
        for path in registers.glob("*/aggregates.py")
    ]
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


def test_nothing_but_rounded_tables_comes_through_the_door():
    answers = {door.__name__: inspect.signature(door).return_annotation for door in doors()}
    assert set(answers) == {"persons", "population", "moves", "births", "deaths", "work", "work_by", "staying"}
    assert set(answers.values()) == {"Protected"}
