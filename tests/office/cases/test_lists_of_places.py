"""Lists of cases go by columns that repeat their paths: they show what an obvious reading of the mandates shows."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qonys.office.casework.cases import permissions
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import Whole, common_path, within
from tests.office.authority.people import mandate, officer, places
from tests.office.cases.filing import person
from tests.office.fuzz.facts import MandateFact, UserFact, holds
from tests.office.fuzz.world import PLACES, PROCEDURES

pytestmark = pytest.mark.django_db
ROLES = ("career_centre_officer", "migration_officer", "auditor", "analyst")
MAY = {
    Action.SEE: {"career_centre_officer", "migration_officer", "auditor"},
    Action.DECIDE: {"migration_officer"},
    Action.AUDIT: {"auditor"},
}


def everywhere() -> list[Case]:
    """A case of each procedure in each place, also of another nation."""
    paths = (*PLACES, "UZ/", "UZ/KZ-39/")
    places(*paths)
    applicant, now = person(Territory.objects.get(pk="KZ/")), timezone.now()
    rows = [
        Case(number=f"{place}-{procedure}", procedure=procedure, version="1", territory_id=path, applicant=applicant,
             status=Status.RECEIVED, submitted=now.date(), changed=now)
        for place, path in enumerate(paths) for procedure in PROCEDURES
    ]  # fmt: skip
    for row in rows:
        row.save()
    return rows


def give(account: Account, drawn: random.Random, today: date) -> UserFact:
    held = []
    for _ in range(drawn.choice((0, 1, 1, 1, 2, 3))):
        role, path, procedure = drawn.choice(ROLES), drawn.choice(PLACES), drawn.choice(("", "", *PROCEDURES))
        since = today + timedelta(days=drawn.choice((-5, 0, 1)))
        until = drawn.choice((None, None, since, since + timedelta(days=9)))
        mandate(account, role, path, procedure, since=since, until=until)
        held.append(MandateFact(role, path, procedure, since, until))
    account.active = drawn.random() > 0.1
    account.save()
    return UserFact(account.pk, "officer", account.active, tuple(held))


def test_a_list_shows_what_an_obvious_reading_shows() -> None:
    rows, today, drawn = everywhere(), timezone.localdate(), random.Random(5)
    wholes = 0
    for _ in range(150):
        account = officer()
        fact = give(account, drawn, today)
        for action, roles in MAY.items():
            wanted = {row.number for row in rows if holds(fact, roles, row.territory_id, row.procedure, today)}
            assert {row.number for row in permissions.visible(account, action=action)} == wanted, (fact, action)
            wholes += isinstance(common_path(account, action), Whole)
    assert wholes > 20


def test_what_one_action_covers_opens_no_other() -> None:
    everywhere()
    account, stranger = officer(), officer()
    mandate(account, "auditor", "KZ/KZ-39/")
    path = common_path(account, Action.SEE)
    assert isinstance(path, Whole)
    assert within(Case.objects.all(), account, Action.SEE, inside=path).exists()
    assert not within(Case.objects.all(), account, Action.DECIDE, inside=path).exists()
    assert not within(Case.objects.all(), stranger, Action.SEE, inside=path).exists()
    assert not within(
        Case.objects.all(), account, Action.SEE, timezone.localdate() - timedelta(400), inside=path
    ).exists()


def test_who_holds_a_region_wholly_is_asked_for_no_mandate_row_by_row() -> None:
    everywhere()
    account = officer()
    mandate(account, "auditor", "KZ/KZ-39/")
    with CaptureQueriesContext(connection) as captured:
        assert len(permissions.visible(account)) == 8
    assert len(captured) == 2 and "authority_part" not in captured[1]["sql"]


def test_region_and_district_follow_the_territory() -> None:
    for row in everywhere():
        codes = row.territory_id.split("/")[:-1]
        assert row.region == ("/".join(codes[:2]) + "/" if len(codes) > 1 else "")
        assert row.district == ("/".join(codes[:3]) + "/" if len(codes) > 2 else "")
