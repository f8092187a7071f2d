"""Pages and API of settled families without a browser: who is let in, how many questions a page asks the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qonys.office.casework.integration import services
from qonys.office.casework.integration.models import Fact, Settled
from qonys.office.casework.integration.states import Helper
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.models import Entry
from tests.office.api.conftest import Caller
from tests.office.authority.people import let_in
from tests.office.cases.filing import country
from tests.office.integration.settled import applicant, settled, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def officers(settings: Any, tmp_path: Path) -> dict[str, Account]:
    settings.QONYS_HOME = tmp_path
    country()
    return staff()


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_a_list_of_more_families_asks_no_more(officers: dict[str, Account]) -> None:
    client = let_in(Client(), officers["follower"])
    settled(ago=200)
    few = asked(client, "/en/office/settled/?queue=all")
    for _ in range(5):
        settled(ago=200)
    assert asked(client, "/en/office/settled/?queue=all") == few


def test_opening_a_family_is_written_down_and_the_family_sees_it(officers: dict[str, Account]) -> None:
    account = applicant()
    family = settled(account)
    let_in(Client(), officers["follower"]).get(f"/en/office/settled/{family.case.number}/")
    assert Entry.objects.filter(stream=f"{family.stream}/readings").count() == 1
    page = let_in(Client(), account).get(f"/en/my/settled/{family.case.number}/")
    assert "integration officer" in page.content.decode()


@pytest.mark.parametrize("who", ["clerk", "decider", "secretary", "ngo"])
def test_rooms_that_decide_find_nothing_here(officers: dict[str, Account], who: str) -> None:
    family = settled()
    client = let_in(Client(), officers[who])
    assert client.get(f"/en/office/settled/{family.case.number}/").status_code == 404
    assert client.post(f"/en/office/settled/{family.case.number}/visit/", {"on": "2026-01-01"}).status_code == 404
    assert client.get("/en/office/settled/").status_code == (200 if who == "ngo" else 403)


def test_an_ngo_reads_notes_and_nothing_else(officers: dict[str, Account]) -> None:
    account = applicant()
    family = settled(account)
    Fact.objects.create(settled=family, topic="plans", answer="leave", source="officer", on=timezone.localdate())
    services.consent(family, Helper.NGO, True, by=account)
    page = let_in(Client(), officers["ngo"]).get(f"/en/office/settled/{family.case.number}/").content.decode()
    assert "We think of leaving" not in page and "Notes, by consent" in page


def test_the_api_tells_and_takes_what_the_pages_do(officers: dict[str, Account]) -> None:
    family = settled()
    caller = Caller(officers["follower"])
    listed = caller.get("/settled").json()["items"]
    assert [each["number"] for each in listed] == [family.case.number]
    body = {"on": timezone.localdate().isoformat(),
            "facts": [{"topic": "work", "answer": "own", "person": str(family.case.applicant.key)}]}  # fmt: skip
    answer = caller.post(f"/settled/{family.case.number}/facts", body)
    assert answer.status_code == 201 and answer.json()["visits"][0]["done"]
    assert caller.post(f"/settled/{family.case.number}/facts", {**body, "on": "2199-01-01"}).status_code == 409
    assert caller.get("/outcomes").json()["items"] == []
    stranger = Caller(officers["decider"])
    assert stranger.get("/settled").json()["items"] == []
    assert stranger.get(f"/settled/{family.case.number}").status_code == 404
    assert Settled.objects.get().registered.standings.get().working == 1
