"""Whatever is registered, moved, ended and redrawn in whatever order: the history of a person has no overlap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.office.registers.households import services as households
from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.households.refusals import NotTogether
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.residence import services
from qonys.office.registers.residence.models import Ended, Kind, Residence
from qonys.office.registers.residence.refusals import NoResidence, OtherList
from tests.office.registers import people

pytestmark = pytest.mark.django_db
CODES = ("KZ-19", "KZ-33", "KZ-61", "KZ-79", "KZ-55")
DAYS = st.dates(date(2017, 1, 1), date(2026, 1, 1))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("register", "move", "end", "redraw")), st.sampled_from(CODES), DAYS, st.integers(1, 900)
    ),
    max_size=8,
)
HOUSE_STEPS = st.lists(
    st.tuples(st.sampled_from(("join", "leave", "form", "split")), st.integers(0, 3), st.integers(0, 2), DAYS),
    max_size=10,
)


def overlaps(spans: list[tuple[date, date | None]]) -> bool:
    """The slow, obvious way: no day lies in two spans."""
    return any(
        one[0] < (two[1] or date.max) and two[0] < (one[1] or date.max)
        for place, one in enumerate(spans)
        for two in spans[place + 1 :]
        if one[0] != one[1] and two[0] != two[1]
    )


@settings(max_examples=60)
@given(STEPS)
def test_no_day_lies_in_two_permanent_residences_and_home_is_the_last(steps: list[tuple[str, str, date, int]]):
    with transaction.atomic():
        person = people.person()
        common = {"vintage": people.vintage(), "actor": people.ACTOR}
        for verb, code, day, length in steps:
            place = people.place(code)
            try:
                with transaction.atomic():
                    if verb == "register":
                        until = day + timedelta(length) if length % 2 else None
                        services.register(person, place, since=day, until=until, **common)
                    elif verb == "move":
                        services.move(person, place, on=day, **common)
                    elif verb == "redraw":
                        services.redraw(person, place, **common)
                    else:
                        services.end(person, on=day, ended=Ended.LEFT, actor=people.ACTOR)
            except (NoResidence, OtherList):
                continue
        rows = list(Residence.objects.filter(person=person, kind=Kind.PERMANENT).order_by("since"))
        person.refresh_from_db()
        assert not overlaps([(row.since, row.until) for row in rows])
        assert not rows or person.home_id == rows[-1].territory_id
        transaction.set_rollback(True)


@settings(max_examples=60)
@given(HOUSE_STEPS)
def test_no_day_lies_in_two_households_and_each_living_one_has_one_head(steps: list[tuple[str, int, int, date]]):
    with transaction.atomic():
        who = [people.person("Серіков", name) for name in "ABCD"]
        homes: list[Household] = []
        for verb, number, house, day in steps:
            try:
                with transaction.atomic():
                    if verb == "form":
                        homes.append(households.form(who[number], {}, territory=people.place(), on=day, actor="worker"))
                    elif verb == "leave":
                        households.leave(who[number], on=day, actor="worker")
                    elif homes and verb == "join":
                        home = homes[house % len(homes)]
                        households.join(home, who[number], Relation.OTHER, on=day, actor="worker")
                    elif homes:
                        home = homes[house % len(homes)]
                        homes.append(
                            households.split(home, who[number], {}, territory=people.place(), on=day, actor="worker")
                        )
            except NotTogether:
                continue
        for person in who:
            assert not overlaps(list(Member.objects.filter(person=person).values_list("since", "until")))
        for home in homes:
            home.refresh_from_db()
            heads = Member.objects.filter(household=home, until=None, relation=Relation.HEAD).count()
            assert heads == (0 if home.dissolved else 1)
        transaction.set_rollback(True)
