"""Cases by API: the same law, the same scope, the same journal as on the pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qonys.office.casework.cases import selectors
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.events.models import Event
from qonys.office.foundation.journal.selectors import who_looked
from qonys.office.registers.persons.models import Person
from tests.office.api.conftest import Caller
from tests.office.cases import filing

MOTHER = {"surname": "Сынақова", "given": "Айгүл", "birth_date": "2050-03-09", "sex": "female"}
CHILD = {"surname": "Сынақов", "given": "Асан", "birth_date": "2075-01-01", "sex": "male", "relation": "child"}
ANSWERS = {"settle": "KZ-39"}
NEW = {"procedure": "kandas", "applicant": MOTHER, "members": [CHILD], "application": ANSWERS}


@pytest.fixture
def staff(db: None) -> dict[str, Account]:
    filing.country()
    return filing.office(filing.KOSTANAY)


@pytest.fixture
def desk(staff: dict[str, Account]) -> Caller:
    return Caller(staff["clerk"])


@pytest.fixture
def family(staff: dict[str, Account]) -> Caller:
    return Caller(filing.applicant(), ("own",))


def opened(caller: Caller, **more: Any) -> str:
    answer = caller.post("/cases", NEW | more)
    assert answer.status_code == 201, answer.content
    number: str = answer.json()["number"]
    return number


def test_an_officer_opens_a_case_and_reads_it(desk: Caller) -> None:
    told = desk.get(f"/cases/{opened(desk)}").json()
    assert (told["status"], told["territory"], told["procedure"]) == ("received", filing.KOSTANAY, "kandas")
    assert [(each["given"], each["relation"]) for each in told["persons"]] == [("Айгүл", "head"), ("Асан", "child")]
    assert [each["act"] for each in told["history"]] == ["submit"]
    assert {"accept", "ask", "turn_back"} <= set(told["acts"])


def test_looking_is_written_down(desk: Caller) -> None:
    case = Case.objects.get(number=opened(desk))
    desk.get(f"/cases/{case.number}")
    assert [(each.actor, each.purpose) for each in who_looked(case.stream)] == [(desk.account.actor, "api")]


def test_one_key_opens_one_case(desk: Caller) -> None:
    answers = [desk.post("/cases", NEW, **{"Idempotency-Key": "family-1"}) for _ in range(3)]
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["number"] for each in answers}) == Case.objects.count() == 1
    assert Person.objects.count() == 2


def test_an_officer_of_another_region_sees_and_opens_nothing(desk: Caller) -> None:
    number = opened(desk)
    other = Caller(filing.office(filing.PAVLODAR)["clerk"])
    assert other.get("/cases").json()["items"] == []
    assert other.get(f"/cases/{number}").status_code == 404
    assert other.get(f"/cases/{number}/messages").status_code == 404
    assert other.post(f"/cases/{number}/acts", {"act": "accept"}).status_code == 404
    assert other.post(f"/cases/{number}/messages", {"text": "x"}).status_code == 404
    assert other.get(f"/journal/case:{number}").status_code == 404
    assert other.post("/cases", NEW).status_code == 403
    assert Case.objects.count() == 1


def test_an_applicant_sees_its_own_case_and_no_other(desk: Caller, family: Caller) -> None:
    theirs, own = opened(desk), opened(family)
    assert [each["number"] for each in family.get("/cases").json()["items"]] == [own]
    assert family.get(f"/cases/{theirs}").status_code == 404
    told = family.get(f"/cases/{own}").json()
    assert told["acts"] == ["answer", "withdraw", "message", "paper"]
    assert [each["actor"] for each in told["history"]] == ["you"]
    assert family.post(f"/cases/{own}/acts", {"act": "accept"}).status_code == 403
    assert family.get(f"/journal/case:{own}").json()["whole"] is True


def test_an_applicants_token_without_its_scope_opens_nothing(family: Caller) -> None:
    own = opened(family)
    narrow = Caller(family.account, ("see", "register"))
    for answer in (narrow.get("/cases"), narrow.get(f"/cases/{own}"), narrow.post("/cases", NEW)):
        assert answer.status_code == 403


def test_a_token_acts_within_its_scopes(desk: Caller, staff: dict[str, Account]) -> None:
    number = opened(desk)
    narrow = Caller(staff["clerk"], ("see",))
    assert narrow.get(f"/cases/{number}").status_code == 200
    assert narrow.post(f"/cases/{number}/acts", {"act": "accept"}).status_code == 403
    assert narrow.post(f"/cases/{number}/messages", {"text": "x"}).status_code == 403
    assert Caller(staff["clerk"], ("register",)).post(f"/cases/{number}/acts", {"act": "accept"}).status_code == 403


def test_a_case_walks_its_way(desk: Caller, staff: dict[str, Account]) -> None:
    number = opened(desk)
    secretary, decider = Caller(staff["secretary"]), Caller(staff["decider"])
    steps = (
        (desk, {"act": "accept"}, "in_review"),
        (desk, {"act": "forward"}, "at_commission"),
        (secretary, {"act": "recommend", "recommends": "grant"}, "to_decide"),
        (decider, {"act": "grant"}, "granted"),
    )
    for caller, doing, status in steps:
        answer = caller.post(f"/cases/{number}/acts", doing)
        assert (answer.status_code, answer.json().get("status")) == (200, status), answer.content
    assert desk.post(f"/cases/{number}/acts", {"act": "accept"}).status_code == 409
    told = [(each.type, each.subject, each.territory) for each in Event.objects.order_by("id")]
    assert told == [(f"qonys.case.{name}", number, filing.KOSTANAY) for name in ("submitted", "forwarded", "decided")]
    assert "Сынақ" not in "".join(Event.objects.values_list("data", flat=True))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"application": ANSWERS | {"nonsense": "x"}}, "application.nonsense"),
        ({"application": {}}, "application.settle"),
        ({"application": ANSWERS | {"settle": "KZ-00"}}, "application.settle"),
        ({"members": [CHILD | {"iin": "1"}]}, "members.0.iin"),
        ({"applicant": MOTHER | {"born": "2050-01-01"}}, "applicant.born"),
    ],
)
def test_what_cannot_be_opened_is_told_by_field(desk: Caller, change: dict[str, Any], field: str) -> None:
    answer = desk.post("/cases", NEW | change)
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [field])
    assert not Case.objects.exists() and not Person.objects.exists()


def test_the_same_person_is_not_taken_twice(desk: Caller) -> None:
    number = {"iin": "500309400015"}
    answer = desk.post("/cases", NEW | {"applicant": MOTHER | number, "members": [CHILD | number]})
    assert answer.status_code == 422 and not Person.objects.exists()


@pytest.mark.parametrize(
    "doing",
    [{"act": "assign"}, {"act": "note"}, {"act": "ask"}, {"act": "ask", "papers": ["nothing"]}, {"act": "submit"},
     {"act": "assign", "assignee": "7"}, {"act": "turn_back", "ground": "none"}],
)  # fmt: skip
def test_an_act_that_lacks_something_is_refused(desk: Caller, doing: dict[str, Any]) -> None:
    assert desk.post(f"/cases/{opened(desk)}/acts", doing).status_code == 422


def test_people_write_to_each_other(desk: Caller, family: Caller) -> None:
    own = opened(family)
    assert desk.post(f"/cases/{own}/messages", {"text": "Қош келдіңіз!"}).status_code == 201
    assert family.post(f"/cases/{own}/messages", {"text": "Рахмет!"}).status_code == 201
    told = family.get(f"/cases/{own}/messages").json()["items"]
    assert [(each["actor"], each["text"]) for each in told] == [("office", "Қош келдіңіз!"), ("you", "Рахмет!")]
    lines = "".join(str(line.payload) for line in selectors.lines(Case.objects.get(number=own)))
    assert "Рахмет" not in lines  # beside the journal, where it can be erased


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def sent(caller: Caller, number: str, content: bytes = PNG, **form: str) -> Any:
    file = io.BytesIO(content)
    file.name = "passport.png"
    return caller.client.post(
        f"/api/v1/cases/{number}/documents",
        {"paper": "identity", "file": file} | form,
        headers={"Authorization": f"Bearer {caller.token}"},
    )


def test_a_paper_is_handed_in_and_got_out(desk: Caller, family: Caller, settings: Any, tmp_path: Path) -> None:
    settings.QONYS_HOME = tmp_path
    own = opened(family)
    made = sent(family, own)
    assert made.status_code == 201, made.content
    told = desk.get(f"/cases/{own}/documents").json()["items"]
    assert [(each["paper"], each["size"], each["media_type"]) for each in told] == [("identity", 108, "image/png")]
    answer = desk.get(f"/cases/{own}/documents/{told[0]['key']}/content")
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Type"] == "application/octet-stream" and "attachment" in answer["Content-Disposition"]
    assert [each.actor for each in who_looked(f"case:{own}")] == [desk.account.actor]
    other = Caller(filing.office(filing.PAVLODAR)["clerk"])
    assert other.get(f"/cases/{own}/documents/{told[0]['key']}/content").status_code == 404
    assert other.get(f"/cases/{own}/documents").status_code == 404
    assert sent(other, own).status_code == 404


def test_what_is_no_paper_is_refused(desk: Caller, settings: Any, tmp_path: Path) -> None:
    settings.QONYS_HOME = tmp_path
    number = opened(desk)
    assert sent(desk, number, b"#!/bin/sh").status_code == 422
    assert sent(desk, number, paper="nonsense").status_code == 422
    assert sent(desk, number, person=str(uuid4())).status_code == 422
    assert desk.get(f"/cases/{number}/documents").json()["items"] == []


def test_a_new_case_asks_sixteen_times(desk: Caller) -> None:
    """Person, case, both journals and the event: two hundred of them are written in a second."""
    opened(desk)
    with CaptureQueriesContext(connection) as captured:
        assert desk.post("/cases", NEW | {"members": []}).status_code == 201
    asked = [each for each in captured if each["sql"].split()[0] not in ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")]
    assert len(asked) <= 16


def test_a_list_asks_as_often_for_many_as_for_few(desk: Caller, django_assert_num_queries: Any) -> None:
    desk.get("/me")
    for _ in range(2):
        opened(desk)
    with django_assert_num_queries(3):
        desk.get("/cases?limit=1")
    with django_assert_num_queries(3):
        desk.get("/cases")


def test_pages_follow_the_nearest_term(desk: Caller) -> None:
    numbers = {opened(desk) for _ in range(5)}
    seen, address = [], "/cases?limit=2&queue=new&procedure=kandas&status=received"
    while address:
        page = desk.get(address).json()
        seen += [each["number"] for each in page["items"]]
        address = (page["next"] or "").removeprefix("/api/v1")
    assert len(seen) == 5 and set(seen) == numbers
