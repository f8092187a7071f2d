"""What holds for every operation: problems, pages, keys, strictness."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.events.models import Subscription
from qonys.office.portal.api import rates
from qonys.office.portal.api.models import Remembered
from qonys.office.portal.api.office import api
from qonys.office.portal.api.shapes import Shape
from tests.office.api.conftest import Caller
from tests.office.authority.people import places

WANTED = {"url": "https://example.org/in", "types": ["qonys.import.done"]}
JSON = {"content_type": "application/json"}


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status and told["title"] and told["detail"]
    return told


def test_no_two_shapes_have_one_name() -> None:
    """The description holds one shape for a name: of two, one would be described as the other."""
    shapes = list(every(Shape))
    names = Counter(shape.__name__ for shape in shapes if "[" not in shape.__name__)
    assert len(names) > 40 and [name for name, count in names.items() if count > 1] == []


def every(shape: type[Shape]) -> Iterator[type[Shape]]:
    for each in shape.__subclasses__():
        yield each
        yield from every(each)


@pytest.mark.parametrize("path", sorted(api.get_openapi_schema()["paths"]))
def test_an_address_leads_to_the_operation_that_is_described_there(path: str) -> None:
    """`/receipts/{code}` must not be asked for a receipt called `verify`."""
    described = re.sub(r"{(\w+)}", r"<\1>", path).removeprefix("/")
    assert resolve(re.sub(r"{\w+}", "1", path)).route.replace("int:", "") == described


def test_an_unknown_address_is_a_problem_in_the_readers_language(anybody: Client) -> None:
    titles = {
        language: problem(anybody.get("/api/v1/nothing", headers={"Accept-Language": language}), 404)["title"]
        for language in ("kk", "ru", "en")
    }
    assert len(set(titles.values())) == 3
    assert titles["en"] == "There is nothing at this address"


@pytest.mark.parametrize("path", ["/api/v2/runs", "/api/v1/", "/api/v1/me/", "/api/x%00y", "/api/v1/jobs/1/2"])
def test_no_page_for_people_is_below_the_api(anybody: Client, path: str) -> None:
    problem(anybody.get(path), 404)
    problem(anybody.post(path), 404)


def test_a_method_nobody_declared_names_those_that_are(anybody: Client) -> None:
    answer = anybody.put("/api/v1/territories")
    assert problem(answer, 405)["type"] == "/api/problems/method-not-allowed"
    assert answer["Allow"] == "GET"


def test_only_json_is_given(anybody: Client, db: None) -> None:
    problem(anybody.get("/api/v1/territories", headers={"Accept": "text/html"}), 406)
    assert anybody.get("/api/v1/territories", headers={"Accept": "application/*"}).status_code == 200


def test_another_kind_of_body_is_refused(anybody: Client) -> None:
    problem(anybody.post("/api/v1/support/entitlements", "on=1", content_type="text/plain"), 415)
    problem(anybody.post("/api/v1/token", "{}", content_type="application/json"), 415)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(anybody: Client) -> None:
    problem(anybody.post("/api/v1/support/entitlements", b" " * 1_000_001, **JSON), 413)


@pytest.mark.parametrize("body", ["{", '{"on": NaN}', '{"on": 1, "on": 2}', b"\xff", "[" * 100_000])
def test_what_is_no_json_is_a_problem(anybody: Client, body: str | bytes) -> None:
    problem(anybody.post("/api/v1/support/entitlements", body, **JSON), 400)


def test_every_mistake_is_named_with_its_place(anybody: Client) -> None:
    body = {"on": "2026-02-30", "origin": "KZ-61", "destination": "KZ-59", "members": [{"relation": "x", "y": 1}]}
    told = problem(anybody.post("/api/v1/support/entitlements", body, **JSON), 422)
    assert {(each["place"], each["field"], each["code"]) for each in told["errors"]} == {
        ("body", "on", "date_from_datetime_parsing"),
        ("body", "members.0.relation", "literal_error"),
        ("body", "members.0.y", "extra_forbidden"),
    }


def test_an_unknown_parameter_is_refused_and_so_is_one_given_twice(anybody: Client, db: None) -> None:
    told = problem(anybody.get("/api/v1/territories?wihtin=XQ/&limit=1&limit=2"), 422)
    assert [(each["field"], each["code"]) for each in told["errors"]] == [
        ("wihtin", "extra_forbidden"),
        ("limit", "repeated"),
    ]


def test_a_defect_of_ours_is_a_problem_without_its_cause(anybody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **more: object) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr("qonys.office.portal.api.v1.territories.keyset.page", broken)
    answer = anybody.get("/api/v1/territories")
    problem(answer, 500)
    assert b"secret" not in answer.content


def test_pages_hold_every_row_once_whatever_is_added_meanwhile(anybody: Client, land: None) -> None:
    places(*(f"XQ/XQ-H/H{number}/" for number in range(2, 30)))
    before = set(Territory.objects.values_list("path", flat=True))
    seen: list[str] = []
    address = "/api/v1/territories?limit=7"
    while address:
        page = anybody.get(address).json()
        seen += [each["path"] for each in page["items"]]
        places(f"XQ/XQ-A{len(seen)}/")  # sorts before the cursor: no row moves
        address = page["next"]
    assert len(seen) == len(set(seen)) and before <= set(seen)


def test_a_cursor_serves_its_own_list_alone(anybody: Client, land: None) -> None:
    after = anybody.get("/api/v1/territories?limit=1").json()["next"].partition("after=")[2]
    assert anybody.get(f"/api/v1/territories?limit=2&after={after}").status_code == 200
    for other in (f"/api/v1/territories?within=XQ/&after={after}", f"/api/v1/territories?after={after[:-1]}_"):
        assert problem(anybody.get(other), 422)["errors"][0]["field"] == "after"


def test_public_answers_carry_a_tag_and_are_not_sent_twice(anybody: Client, land: None) -> None:
    first = anybody.get("/api/v1/territories")
    again = anybody.get("/api/v1/territories", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""
    places("XQ/XQ-T/")
    assert anybody.get("/api/v1/territories", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_same_key_has_one_effect_and_one_answer(chief: Caller) -> None:
    first = chief.post("/webhooks", WANTED, **{"Idempotency-Key": "k-1"})
    again = chief.post("/webhooks", WANTED, **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() and again["Idempotency-Replayed"] == "true"
    assert Subscription.objects.count() == 1


def test_a_key_serves_one_request_of_one_account(chief: Caller, clerk: Caller) -> None:
    chief.post("/webhooks", WANTED, **{"Idempotency-Key": "k-1"})
    other = chief.post("/webhooks", WANTED | {"url": "https://example.org/b"}, **{"Idempotency-Key": "k-1"})
    assert problem(other, 422)["type"] == "/api/problems/key-reused"
    assert (
        clerk.post("/webhooks", WANTED, **{"Idempotency-Key": "k-1"}).json()["number"]
        == Subscription.objects.get(account=clerk.account).pk
    )


def test_a_refusal_leaves_no_key(chief: Caller) -> None:
    bad = WANTED | {"types": ["no.such"]}
    problem(chief.post("/webhooks", bad, **{"Idempotency-Key": "k-1"}), 422)
    assert not Remembered.objects.exists()
    assert chief.post("/webhooks", WANTED, **{"Idempotency-Key": "k-1"}).status_code == 201


def test_a_key_is_forgotten_after_a_day(chief: Caller) -> None:
    chief.post("/webhooks", WANTED, **{"Idempotency-Key": "k-1"})
    Remembered.objects.update(at="2026-01-01T00:00:00Z")
    assert chief.post("/webhooks", WANTED, **{"Idempotency-Key": "k-1"}).status_code == 201
    assert Subscription.objects.count() == 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite keeps the tests' database in memory, without waiting")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_have_one_effect(chief: Caller) -> None:
    answers: list[Any] = []

    def ask() -> None:
        try:
            answers.append(chief.post("/webhooks", WANTED, **{"Idempotency-Key": "k-1"}).json())
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert Subscription.objects.count() == 1
    assert len({each["number"] for each in answers}) == 1


def test_who_asks_too_fast_waits(anybody: Client, chief: Caller, settings: Any) -> None:
    settings.QONYS_API_RATE = 8
    assert [anybody.get("/api/v1/runs").status_code for _ in range(3)][-1] == 429
    slow = anybody.get("/api/v1/runs")
    assert problem(slow, 429) and 0 < int(slow["Retry-After"]) <= 60
    assert chief.get("/me").status_code == 200  # a caller of its own


def test_a_bucket_fills_again() -> None:
    assert [rates.seconds_to_wait("a", 2, now=float(moment)) for moment in (0, 0, 0, 30, 31)] == [0, 0, 31, 0, 30]


def test_every_operation_declares_what_can_meet_it() -> None:
    schema = api.get_openapi_schema()
    assert schema["openapi"] == "3.1.0"
    names = []
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            told = {str(status) for status in operation["responses"]}
            assert {"400", "406", "422", "429"} <= told, (method, path)
            assert ("401" in told) == ("security" in operation) or path == "/api/v1/token", (method, path)
            for status, response in operation["responses"].items():
                given = "application/octet-stream" if path.endswith("/content") else "application/json"
                kind = "application/problem+json" if int(status) >= 400 else given
                assert set(response.get("content", {kind: 1})) == {kind}, (method, path, status)
    assert len(names) == len(set(names)) > 30
