"""An application as it is written down, and the letters for what cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qonys.countries.support.household import Home, Household, Member, Status
from qonys.countries.support.household_file import (
    MemberEntry,
    age_of,
    application_of,
    member_entry,
    read_application,
)
from qonys.engines.vocabulary.errors import BadInput

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "families" / "five-from-turkistan.yaml"


def test_the_example_is_read_whole() -> None:
    found = read_application(EXAMPLE)
    assert (found.move.day, found.move.origin, found.move.destination) == (date(2026, 3, 2), "KZ-61", "KZ-59")
    assert [each.age for each in found.household.members] == [37, 35, 11, 7, 2]
    assert found.household.stream == "resettlers" and found.said.home == Home("buy", 9_000_000)
    assert found.said.job_seeker is True and found.said.works is None


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 3), date(2026, 3, 2), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
    ],
)
def test_an_age_is_completed_on_the_birthday(born: date, day: date, age: int) -> None:
    assert age_of(MemberEntry(born=born, relation="child"), day) == age


@pytest.mark.parametrize("text", ["1988-05-01:head", "1988-05-01 head", "1988-05-01:head:kandas", "38:head"])
def test_a_member_is_one_word_or_three(text: str) -> None:
    assert member_entry(text).relation == "head"


GOOD = {"on": "2026-03-02", "origin": "KZ-61", "destination": "KZ-59", "members": ["38 head"]}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"members": ["head"]}, "a member is a day of birth"),
        ({"members": ["1988-05-01 boss"]}, "Relations: head, spouse"),
        ({"members": ["1988-02-30 head"]}, "this is no day"),
        ({"members": ["2030-01-01 head"]}, "born after the day of the move"),
        ({"members": [{"relation": "head"}]}, "a day of birth or an age"),
        ({"members": ["200 head"]}, "nobody has this age"),
        ({"members": []}, "a family has one applicant"),
        ({"members": ["38 head", "36 head"]}, "2 members with the relation 'head'"),
        ({"members": [{"age": 38, "relation": "head", "stays": True}]}, "the applicant does not move"),
        ({"on": "soon"}, "a test: on: "),
        ({"said": {"richness": True}}, "said.richness: there is no entry of that name"),
        ({"home": {"way": "rob"}}, "home.way: "),
        ({"home": {"way": "buy", "price": 0}}, "a price above zero"),
        ({"status": "king"}, "status: Input should be 'citizen'"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_letter(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        application_of({**GOOD, **wrong}, "a test")


@pytest.mark.parametrize(
    ("status", "stream"),
    [("citizen", "resettlers"), ("kandas", "kandas"), ("ethnic_kazakh", "kandas"), ("foreigner", "resettlers")],
)
def test_a_status_leads_to_its_stream(status: Status, stream: str) -> None:
    assert Household((Member(30, "head", status),)).stream == stream
