"""The pages of the commission: who sees what, what a post does, and how many queries a page asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qonys.office.casework.commission import services, tasks
from qonys.office.casework.commission.models import Session
from qonys.office.casework.commission.states import State
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.selectors import who_looked
from tests.office.authority.people import let_in, mandate, officer
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country
from tests.office.commission.sitting import Commission, closed, commission, item_of, planned, sitting, voted, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def as_(account: Account) -> Client:
    return let_in(Client(), account)


def addresses(session: Session, place: int = 1) -> list[str]:
    one = f"/en/office/commission/{session.pk}/"
    return [one, f"{one}agenda/", f"{one}close/", f"{one}{place}/", f"{one}{place}/count/"]


def test_a_session_from_the_first_form_to_the_minutes() -> None:
    of = commission()
    case = waiting(of.staff)
    secretary = as_(of.secretary)
    where = {"procedure": "kandas", "territory": KOSTANAY}
    assert of.members[0].display_name in secretary.get("/en/office/commission/new/", where).content.decode()
    told = where | {"day": timezone.localdate().isoformat(), "place": "66", "chair": str(of.members[0].pk)}
    refused = secretary.post("/en/office/commission/new/", told | {"members": [str(of.members[0].pk)]})
    assert "A quorum is 3 members" in refused.content.decode()
    made = secretary.post("/en/office/commission/new/", told | {"members": [str(each.pk) for each in of.members]})
    session = Session.objects.get()
    one = f"/en/office/commission/{session.pk}/"
    assert made["Location"] == one
    assert case.number in secretary.get(f"{one}agenda/").content.decode()
    assert secretary.post(f"{one}agenda/", {"case": [case.number]}).status_code == 302
    assert "no quorum" in secretary.post(f"{one}open/", {"present": []}).content.decode()
    assert secretary.post(f"{one}open/", {"present": [each.pk for each in of.members]}).status_code == 302
    for member in of.members:
        assert as_(member).post(f"{one}1/vote/", {"choice": "for"}).status_code == 302
    again = as_(of.members[0]).post(f"{one}1/vote/", {"choice": "against"})
    assert again.status_code == 409 and "a vote is cast once" in again.content.decode()
    assert secretary.post(f"{one}1/decide/").status_code == 302
    assert "Write the minutes" in secretary.get(f"{one}close/").content.decode()
    assert secretary.post(f"{one}minutes/", {"text": "Хаттама", "recording": "12"}).status_code == 302
    assert "recommended to grant" in secretary.get(f"{one}close/").content.decode()
    assert secretary.post(f"{one}close/").status_code == 302
    assert Session.objects.get().state == State.CLOSED
    assert secretary.get(f"{one}minutes.pdf").status_code == 404
    assert tasks.set_protocols({}, lambda share, stage: None) == "1"
    assert secretary.get(f"{one}minutes.pdf").content.startswith(b"%PDF")
    assert [each.purpose for each in who_looked(session.stream)] == ["minutes"]


def test_officers_of_another_place_and_strangers_find_nothing() -> None:
    of, other = commission(), commission(place=PAVLODAR)
    session = sitting(of, waiting(of.staff))
    for each in (other.secretary, other.members[0], officer()):
        client = as_(each)
        assert f"№ {session.pk}" not in client.get("/en/office/commission/").content.decode()
        assert [client.get(address).status_code for address in addresses(session)] == [404] * 5
        assert client.post(f"/en/office/commission/{session.pk}/close/").status_code == 404
    assert Client().get(addresses(session)[0]).status_code == 302


def test_only_the_secretary_runs_a_session_and_only_members_vote() -> None:
    of = commission()
    session = sitting(of, waiting(of.staff))
    one = f"/en/office/commission/{session.pk}/"
    member, clerk = as_(of.members[0]), as_(of.staff["clerk"])
    for path in ("presence/", "minutes/", "cancel/", "1/decide/", "1/aside/"):
        told = {"reason": "x", "result": "postponed", "text": "x"}
        assert member.post(one + path, told).status_code == 409
        assert clerk.post(one + path, told).status_code == 409
    assert clerk.post(f"{one}1/vote/", {"choice": "for"}).status_code == 409
    assert as_(of.secretary).post(f"{one}1/vote/", {"choice": "for"}).status_code == 409
    assert member.get(f"{one}9/").status_code == 404
    page = member.get(f"{one}1/").content.decode()
    assert 'name="choice"' in page and "Count the votes" not in page


def test_members_do_not_see_how_others_vote_before_they_did() -> None:
    of = commission()
    case = waiting(of.staff)
    session = sitting(of, case)
    services.vote(item_of(session, case), "against", by=of.members[0])
    count = f"/en/office/commission/{session.pk}/1/count/"
    assert "against 1" not in as_(of.members[1]).get(count).content.decode()
    assert "1 of 3 have voted" in as_(of.members[1]).get(count).content.decode()
    assert "against 1" in as_(of.members[0]).get(count).content.decode()
    assert "against 1" in as_(of.secretary).get(count).content.decode()


def test_opening_a_case_is_written_down_for_its_family() -> None:
    of = commission()
    case = waiting(of.staff)
    session = sitting(of, case)
    as_(of.members[0]).get(f"/en/office/commission/{session.pk}/1/")
    assert [(each.actor, each.purpose) for each in who_looked(case.stream)] == [(of.members[0].actor, "commission")]


def test_after_the_votes_the_preview_tells_every_case_and_changes_nothing() -> None:
    of = commission()
    first, second = waiting(of.staff), waiting(of.staff)
    session = sitting(of, first, second)
    voted(of, item_of(session, first), "for", "for", "for")
    voted(of, item_of(session, second), "against", "against", "against", ground="not_proven")
    services.write_minutes(session, "Хаттама", "1", by=of.secretary)
    page = as_(of.secretary).get(f"/en/office/commission/{session.pk}/close/").content.decode()
    assert page.count("recommended to grant") == 2 and page.count("recommended to refuse") == 2
    assert Session.objects.get().state == State.SITTING


def queries(of: Commission, path: str) -> int:
    client = as_(of.secretary)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_page_asks_no_more_for_a_long_agenda_and_many_mandates() -> None:
    of = commission()
    one = sitting(of, waiting(of.staff))
    short = [queries(of, path) for path in ("/en/office/commission/", *addresses(one))]
    services.cancel(one, "x", by=of.secretary)
    for each in (of.secretary, of.secretary, of.secretary):
        mandate(each, "commission_secretary", PAVLODAR, "resettlement")
    for _each in range(4):
        planned(of, waiting(of.staff))
    many = sitting(of, *(waiting(of.staff) for _each in range(6)))
    long = [queries(of, path) for path in ("/en/office/commission/", *addresses(many))]
    assert long == short
    assert max(long) <= 30


def test_the_list_goes_on_by_day_and_number(monkeypatch: Any) -> None:
    of = commission()
    monkeypatch.setattr("qonys.office.casework.commission.selectors.PAGE", 2)
    made = [planned(of, waiting(of.staff)).pk for _each in range(3)]
    client = as_(of.secretary)
    first = client.get("/en/office/commission/").content.decode()
    assert f"№ {made[2]}" in first and f"№ {made[0]}<" not in first
    after = first.partition("?after=")[2].partition('"')[0]
    second = client.get("/en/office/commission/", {"after": after}).content.decode()
    assert f"№ {made[0]}<" in second and f"№ {made[2]}<" not in second
    assert client.get("/en/office/commission/", {"after": "x"}).status_code == 200


def test_a_closed_session_shows_its_minutes_and_its_recording() -> None:
    of = commission()
    case = waiting(of.staff)
    session = sitting(of, case)
    voted(of, item_of(session, case), "for", "for", "abstain")
    closed(of, session)
    page = as_(of.members[0]).get(f"/en/office/commission/{session.pk}/").content.decode()
    assert "Отырыс ашылды" in page and "бейнежазба 12/2026" in page
    item = as_(of.members[0]).get(f"/en/office/commission/{session.pk}/1/").content.decode()
    assert "туысым" in item and "recommended to grant" in item
