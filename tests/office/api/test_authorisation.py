"""Every operation: without a token, with one that has no scope, and with one whose mandates do not reach."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from qonys.office.foundation.authority.models import Kind
from qonys.office.foundation.exchange import services as exchange
from qonys.office.portal.api.office import api
from tests.office.api.conftest import Caller
from tests.office.authority.people import mandate, officer

SCHEMA = api.get_openapi_schema()
PRIVATE = [
    (method, path, operation)
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
    if "security" in operation
]
OPEN = {
    (method, path)
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
    if "security" not in operation
}
SCOPED = [(method, path) for method, path, operation in PRIVATE if operation["security"][1]["OAuth2"]]


def asked(path: str) -> str:
    number = "K-2026-0001" if "/cases" in path else "1"
    filled = path.removeprefix("/api/v1").replace("{number}", number).replace("{delivery}", "1")
    filled = filled.replace("{key}", "0b8cf6f5-0001-4000-8000-000000000001")
    return filled.replace("{stream}", "account:1") + ("?action=see" if path.endswith("/me/territories") else "")


def test_what_is_open_is_meant_to_be() -> None:
    assert {path.removeprefix("/api/v1") for _, path in OPEN} == {
        "/token", "/token/revoke", "/territories", "/runs", "/runs/{run}", "/runs/{run}/definitions",
        "/runs/{run}/indicators", "/runs/{run}/flows", "/runs/{run}/balance", "/runs/{run}/quotas",
        "/runs/{run}/programmes", "/support/entitlements", "/ledger/quotas", "/outcomes", "/rules", "/rules/{key}",
        "/receipts/verify",
    }  # fmt: skip


@pytest.mark.parametrize(("method", "path", "operation"), PRIVATE, ids=lambda each: str(each)[:60])
def test_without_a_token_nothing_is_said(method: str, path: str, operation: Any, anybody: Client, land: None) -> None:
    answer = getattr(anybody, method)("/api/v1" + asked(path))
    assert answer.status_code == 401


@pytest.mark.parametrize(("method", "path"), SCOPED)
def test_a_token_without_the_scope_opens_nothing(method: str, path: str, land: None) -> None:
    account = officer("narrow")
    mandate(account, "administrator", "XQ/")
    answer = Caller(account, ("count",)).ask(method, asked(path))
    assert answer.status_code == 403 and "scope" in answer.json()["detail"]


def test_what_belongs_to_another_is_not_there(chief: Caller, clerk: Caller) -> None:
    hook = chief.post("/webhooks", {"url": "https://example.org/", "types": ["qonys.import.done"]}).json()["number"]
    sent = chief.post(f"/webhooks/{hook}/test").json()["number"]
    made = exchange.hand_in(chief.account, "territories", b"within\n")
    for method, path in (
        ("get", f"/webhooks/{hook}"),
        ("delete", f"/webhooks/{hook}"),
        ("post", f"/webhooks/{hook}/test"),
        ("get", f"/webhooks/{hook}/deliveries"),
        ("post", f"/webhooks/{hook}/deliveries/{sent}/again"),
        ("get", f"/imports/{made.pk}"),
        ("get", f"/imports/{made.pk}/faults"),
        ("post", f"/imports/{made.pk}/confirm"),
        ("post", f"/imports/{made.pk}/undo"),
        ("get", f"/jobs/{made.job_id}"),
        ("get", f"/journal/{made.stream}"),
        ("get", f"/journal/{chief.account.actor}"),
    ):
        assert clerk.ask(method, path).status_code == 404, (method, path)
    assert clerk.get("/webhooks").json()["items"] == clerk.get("/imports").json()["items"] == []
    assert chief.get(f"/jobs/{made.job_id}").json()["state"] == "queued"


def test_an_officer_sees_mandates_and_where_they_reach(clerk: Caller, stranger: Caller) -> None:
    held = clerk.get("/me/mandates").json()["items"]
    assert [(each["role"], each["territory"], each["procedure"]) for each in held] == [
        ("career_centre_officer", "XQ/XQ-H/", "resettlement")
    ]
    reached = clerk.get("/me/territories?action=see").json()["items"]
    assert [each["path"] for each in reached] == ["XQ/XQ-H/", "XQ/XQ-H/H1/"]
    assert clerk.get("/me/territories?action=decide").json()["items"] == []
    assert stranger.get("/me/territories?action=see").json()["items"] == []
    narrow = Caller(clerk.account, ("count",))
    assert narrow.get("/me/territories?action=see").json()["items"] == []


def test_a_history_is_verified_for_its_owner_and_for_auditors_of_the_nation(clerk: Caller) -> None:
    own = clerk.get(f"/journal/{clerk.account.actor}").json()
    assert own["whole"] and own["entries"] == 1 and len(own["head"]) == 64
    for place, status in (("XQ/XQ-H/", 404), ("XQ/", 200)):
        auditor = officer(f"auditor{len(place)}")
        mandate(auditor, "auditor", place)
        assert Caller(auditor).get(f"/journal/{clerk.account.actor}").status_code == status
    assert clerk.get("/journal/account:x%20y").status_code == 422


def test_who_may_not_import_hands_nothing_in(clerk: Caller) -> None:
    file = io.BytesIO(b"within,code\n")
    file.name = "a.csv"
    answer = clerk.client.post(
        "/api/v1/imports",
        {"layout": "territories", "file": file},
        headers={"Authorization": f"Bearer {clerk.token}"},
    )
    assert answer.status_code == 403


def test_an_applicant_holds_no_mandate_and_sees_only_what_is_own(land: None) -> None:
    person = Caller(officer("person", kind=Kind.APPLICANT), ("own",))
    assert person.get("/me").json()["kind"] == "applicant"
    assert person.get("/me/mandates").json()["items"] == []
