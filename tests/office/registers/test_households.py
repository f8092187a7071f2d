"""Households: one at a time, one head, and what everybody is to whom when the head goes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from qonys.office.foundation.journal import selectors as journal
from qonys.office.registers.households import selectors, services
from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.households.refusals import NotTogether
from qonys.office.registers.households.relations import AFTER, Relation, under
from qonys.office.registers.persons.models import Person
from tests.office.registers import people

pytestmark = pytest.mark.django_db
START, LATER, LATEST = date(2026, 1, 10), date(2026, 5, 1), date(2026, 9, 1)
R = Relation


@pytest.fixture
def family() -> dict[str, Person]:
    ages = {"father": 1980, "mother": 1984, "son": 2005, "daughter": 2010, "granny": 1955}
    women = ("mother", "daughter", "granny")
    return {
        name: people.person("Серіков", name, birth_date=date(year, 1, 1), sex="female" if name in women else "male")
        for name, year in ages.items()
    }


@pytest.fixture
def household(family: dict[str, Person]) -> Household:
    others = {"mother": R.SPOUSE, "son": R.CHILD, "daughter": R.CHILD, "granny": R.PARENT}
    return services.form(
        family["father"],
        {family[name]: relation for name, relation in others.items()},
        territory=people.place(),
        on=START,
        actor=people.ACTOR,
    )


def told(household: Household, on: date | None = None) -> dict[str, str]:
    return {member.person.given: member.relation for member in selectors.members(household, on)}


def test_a_family_is_formed_with_one_line(household: Household):
    assert told(household)["father"] == R.HEAD and len(told(household)) == 5
    assert [line.action for line in journal.entries(household.stream)] == ["formed"]


def test_nobody_lives_in_two_households(household: Household, family: dict[str, Person]):
    with pytest.raises(NotTogether):
        services.form(family["son"], {}, territory=people.place(), on=LATER, actor=people.ACTOR)
    assert Household.objects.count() == 1


def test_the_database_itself_refuses_a_second_membership_and_a_second_head(
    household: Household, family: dict[str, Person]
):
    other = Household.objects.create(territory=people.place(), formed=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(household=other, person=family["son"], relation=R.OTHER, since=LATER)
    stranger = people.person("Омаров")
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(household=household, person=stranger, relation=R.HEAD, since=LATER)


def test_when_the_head_goes_the_spouse_follows_and_relations_are_told_anew(
    household: Household, family: dict[str, Person]
):
    services.leave(family["father"], on=LATER, actor=people.ACTOR)
    assert told(household) == {"mother": R.HEAD, "son": R.CHILD, "daughter": R.CHILD, "granny": R.RELATIVE}
    assert told(household, START)["father"] == R.HEAD, "what was stays known"
    assert told(household, START)["granny"] == R.PARENT


def test_without_a_spouse_the_eldest_follows_unless_another_is_named(household: Household, family: dict[str, Person]):
    services.leave(family["mother"], on=LATER, actor=people.ACTOR)
    services.leave(family["father"], on=LATER, actor=people.ACTOR, successor=family["son"])
    assert told(household) == {"son": R.HEAD, "daughter": R.SIBLING, "granny": R.RELATIVE}
    services.leave(family["son"], on=LATEST, actor=people.ACTOR)
    assert told(household)["granny"] == R.HEAD


def test_a_household_nobody_is_left_in_is_dissolved(household: Household, family: dict[str, Person]):
    for person in family.values():
        services.leave(person, on=LATER, actor=people.ACTOR)
    household.refresh_from_db()
    assert household.dissolved == LATER
    with pytest.raises(NotTogether):
        services.join(household, people.person("Омаров"), R.OTHER, on=LATEST, actor=people.ACTOR)


def test_a_household_splits(household: Household, family: dict[str, Person]):
    new = services.split(
        household,
        family["mother"],
        {family["daughter"]: R.CHILD},
        territory=people.place("KZ-55"),
        on=LATER,
        actor=people.ACTOR,
    )
    assert told(new) == {"mother": R.HEAD, "daughter": R.CHILD}
    assert told(household) == {"father": R.HEAD, "son": R.CHILD, "granny": R.PARENT}
    assert selectors.membership(family["daughter"]).household == new


def test_a_split_takes_only_its_own(household: Household):
    with pytest.raises(NotTogether):
        services.split(household, people.person("Омаров"), {}, territory=people.place(), on=LATER, actor=people.ACTOR)


def test_a_household_settles_elsewhere(household: Household):
    services.settle(household, people.place("KZ-55"), on=LATER, actor=people.ACTOR)
    household.refresh_from_db()
    line = journal.entries(household.stream).last()
    assert (household.territory_id, line.action) == ("KZ/KZ-55/", "settled")
    assert journal.content(line)["before"] == "KZ/KZ-59/"


def test_nobody_leaves_before_joining_and_the_past_is_not_entered_twice(
    household: Household, family: dict[str, Person]
):
    with pytest.raises(NotTogether):
        services.leave(family["son"], on=date(2025, 1, 1), actor=people.ACTOR)
    services.leave(family["son"], on=LATER, actor=people.ACTOR)
    with pytest.raises(NotTogether):
        services.form(family["son"], {}, territory=people.place(), on=START, actor=people.ACTOR)


def test_the_table_of_relations_knows_only_what_is_certain():
    for new_head, rows in AFTER.items():
        for other, relation in rows.items():
            assert under(new_head, other) == relation != R.HEAD
    assert under(R.OTHER, R.CHILD) == R.OTHER and under(R.GRANDCHILD, R.SPOUSE) == R.RELATIVE
