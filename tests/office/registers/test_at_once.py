"""Several at the same moment: one number is one person, one person has one home and one household."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.foundation.journal.verification import verify
from qonys.office.registers.households import services as households
from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence import services as residence
from qonys.office.registers.residence.models import Residence
from tests.office.registers import people

pytestmark = pytest.mark.django_db(transaction=True)
DAY, HOW_MANY = date(2026, 2, 1), 8


def at_once(work: Callable[[int], object]) -> list[bool]:
    """The work by several threads, each with a connection of its own; who succeeded."""

    def one(number: int) -> bool:
        try:
            work(number)
        except BadInput:
            return False
        finally:
            connection.close()
        return True

    # SQLite lets one writer in at a time, and its tables in memory are shared by all threads of a test.
    with ThreadPoolExecutor(HOW_MANY if connection.vendor == "postgresql" else 1) as pool:
        return list(pool.map(one, range(HOW_MANY)))


def test_one_number_is_one_person():
    place, source = people.place(), people.source()
    told = people.told(iin=people.number())
    assert all(at_once(lambda n: persons.take(told, territory=place, source=source, actor=f"account:{n + 1}")))
    assert Person.objects.count() == 1 and verify().broken == ()


def test_batches_and_single_ones_do_not_get_in_each_others_way():
    place, source, numbers = people.place(), people.source(), people.numbers()
    iins = [next(numbers) for _ in range(20)]

    def work(n: int) -> None:
        told = [people.told("Омаров", iin=iin) for iin in iins]
        if n % 2:
            persons.take_many([(each, place) for each in told], source=source, actor="worker")
        else:
            for each in told:
                persons.take(each, territory=place, source=source, actor="worker")

    assert all(at_once(work))
    assert Person.objects.count() == 20 and verify().broken == ()


def test_one_person_has_one_home():
    person, vintage = people.person(), people.vintage()
    places = [people.place(code) for code in ("KZ-55", "KZ-61")]

    def work(n: int) -> None:
        residence.register(person, places[n % 2], since=DAY, vintage=vintage, actor="worker")

    assert sum(at_once(work)) == 1 and Residence.objects.count() == 1


def test_one_person_is_in_one_household():
    place, who = people.place(), [people.person("Серіков", name) for name in "АБВГДЕЖЗ"]

    def work(n: int) -> None:
        households.form(who[n], {who[(n + 1) % HOW_MANY]: Relation.SPOUSE}, territory=place, on=DAY, actor="worker")

    made = sum(at_once(work))
    assert 1 <= made <= 4 and Household.objects.count() == made and Member.objects.count() == 2 * made


def test_the_head_and_a_child_leave_at_once():
    place, who = people.place(), [people.person("Серіков", name) for name in "АБВГДЕЖЗ"]
    children = dict.fromkeys(who[1:], Relation.CHILD)
    household = households.form(who[0], children, territory=place, on=date(2026, 1, 1), actor="worker")
    assert all(at_once(lambda n: households.leave(who[n], on=DAY, actor="worker")))
    household.refresh_from_db()
    assert household.dissolved == DAY and not Member.objects.filter(until=None).exists()
