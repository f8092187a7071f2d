"""The history of residence: no overlap, a home that follows, and codes that mean land only together with a date."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from qonys.office.foundation.journal import selectors as journal
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence import lists, selectors, services
from qonys.office.registers.residence.models import Began, Ended, Kind, Residence
from qonys.office.registers.residence.refusals import NoResidence, OtherList
from tests.office.registers import people

pytestmark = pytest.mark.django_db
SPLIT_2018, SPLIT_2022 = date(2018, 6, 19), date(2022, 6, 8)


def register(person: Person, code: str, since: date, **more: object) -> Residence:
    return services.register(
        person, people.place(code), since=since, vintage=people.vintage(), actor=people.ACTOR, **more
    )


def move(person: Person, code: str, on: date) -> Residence:
    return services.move(person, people.place(code), on=on, vintage=people.vintage(), actor=people.ACTOR)


def test_home_follows_and_the_stream_tells():
    person = people.person()
    register(person, "KZ-61", date(2023, 1, 1))
    moved = move(person, "KZ-55", date(2026, 5, 1))
    person.refresh_from_db()
    assert person.home_id == "KZ/KZ-55/" and moved.origin.territory_id == "KZ/KZ-61/"
    assert [line.action for line in journal.entries(person.stream)] == ["taken", "residence registered", "moved"]
    assert [(each.since, each.until, each.ended) for each in selectors.history(person)] == [
        (date(2023, 1, 1), date(2026, 5, 1), Ended.MOVED),
        (date(2026, 5, 1), None, ""),
    ]


def test_permanent_residences_do_not_overlap_but_a_temporary_one_may_stand_beside():
    person = people.person()
    register(person, "KZ-61", date(2023, 1, 1))
    with pytest.raises(NoResidence):
        register(person, "KZ-55", date(2024, 1, 1))
    with pytest.raises(NoResidence):
        register(person, "KZ-55", date(2022, 7, 1), until=date(2023, 1, 2))
    register(person, "KZ-55", date(2022, 7, 1), until=date(2023, 1, 1))
    register(person, "KZ-75", date(2024, 1, 1), kind=Kind.TEMPORARY)
    person.refresh_from_db()
    assert person.home_id == "KZ/KZ-61/"


def test_the_database_itself_refuses_a_second_open_permanent_residence():
    person = people.person()
    row = register(person, "KZ-61", date(2023, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Residence.objects.create(
            person=person, territory=people.place("KZ-55"), listed=row.listed, kind=Kind.PERMANENT,
            since=date(2025, 1, 1), began=Began.MOVED, vintage=row.vintage,
        )  # fmt: skip


def test_who_left_can_come_back_and_the_dead_cannot():
    person = people.person()
    register(person, "KZ-61", date(2023, 1, 1))
    services.end(person, on=date(2024, 1, 1), ended=Ended.LEFT, left_for="DE", actor=people.ACTOR)
    with pytest.raises(NoResidence):
        move(person, "KZ-55", date(2024, 2, 1))
    register(person, "KZ-55", date(2025, 1, 1), began=Began.ARRIVED, state="DE")
    person.refresh_from_db()
    assert person.home_id == "KZ/KZ-55/"
    Person.objects.filter(pk=person.pk).update(died=date(2025, 6, 1))
    with pytest.raises(NoResidence):
        move(person, "KZ-61", date(2025, 7, 1))


def test_a_move_goes_somewhere_else_and_forward():
    person = people.person()
    register(person, "KZ-61", date(2023, 1, 1))
    with pytest.raises(NoResidence):
        move(person, "KZ-61", date(2024, 1, 1))
    with pytest.raises(NoResidence):
        move(person, "KZ-55", date(2023, 1, 1))


@pytest.mark.parametrize(
    ("code", "since", "listed"),
    [
        ("KZ-19", date(2022, 6, 7), SPLIT_2018),  # still with today's Jetisu
        ("KZ-19", SPLIT_2022, SPLIT_2022),
        ("KZ-61", date(2018, 6, 18), date(1998, 1, 1)),  # South Kazakhstan, with Shymkent
        ("KZ-79", SPLIT_2018, SPLIT_2018),
        ("KZ-33", SPLIT_2022, SPLIT_2022),
    ],
)
def test_a_residence_says_which_list_its_code_belongs_to(code: str, since: date, listed: date):
    assert register(people.person(), code, since).listed == listed


@pytest.mark.parametrize(("code", "since"), [("KZ-79", date(2018, 6, 18)), ("KZ-33", date(2022, 6, 7))])
def test_nobody_lived_in_a_unit_that_was_not_there(code: str, since: date):
    with pytest.raises(OtherList) as letter:
        register(people.person(), code, since)
    assert letter.value.where == f"KZ/{code}/" and code not in str(letter.value)


def test_a_new_boundary_moves_nobody_but_its_date_is_kept():
    person = people.person()
    register(person, "KZ-19", date(2015, 3, 1))
    assert selectors.possible_units(Residence.objects.get(), date(2026, 1, 1)) == ["KZ-19", "KZ-33"]
    assert [row.person for row in selectors.to_be_redrawn()] == [person]
    with pytest.raises(NoResidence):
        services.redraw(person, people.place("KZ-55"), vintage=people.vintage(), actor=people.ACTOR)
    services.redraw(person, people.place("KZ-33"), vintage=people.vintage(), actor=people.ACTOR)
    old, new = selectors.history(person)
    assert (old.until, old.ended) == (new.since, Ended.REDRAWN) == (SPLIT_2022, Ended.REDRAWN)
    assert (new.began, new.listed, new.territory_id) == (Began.REDRAWN, SPLIT_2022, "KZ/KZ-33/")
    assert not selectors.to_be_redrawn().exists()


def test_a_home_in_the_part_that_kept_the_code_is_told_too():
    person = people.person()
    register(person, "KZ-61", date(2010, 1, 1))
    row = services.redraw(person, people.place("KZ-61"), vintage=people.vintage(), actor=people.ACTOR)
    assert (row.listed, row.since) == (SPLIT_2018, SPLIT_2018)
    assert not selectors.to_be_redrawn().exists()


def test_shares_of_a_split_unit_sum_to_one_on_every_later_list():
    for each in lists.lists().lists:
        for unit in each.codes:
            for later in lists.lists().lists:
                if later.since >= each.since:
                    found = lists.parts(unit, each.since, later.since)
                    assert sum(found.values()) == pytest.approx(1) and set(found) <= set(later.codes)


def test_the_journal_says_which_vintage_told():
    person = people.person()
    register(person, "KZ-61", date(2023, 1, 1))
    payload = json.loads(journal.entries(person.stream).last().payload)
    assert payload["vintage"] == "state-register 2026-01-01" and payload["territory"] == "KZ/KZ-61/"
