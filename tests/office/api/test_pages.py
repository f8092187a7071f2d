"""The API's pages for people: the guide, and one's own tokens."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from qonys.office.foundation.authority.models import Kind
from qonys.office.foundation.tokens.models import Token
from qonys.office.portal.api.office import api
from qonys.office.portal.api.problems import KINDS
from tests.office.authority.people import let_in, mandate, officer, places


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_guide_names_every_operation_and_problem(client: Client, db: None, language: str) -> None:
    page = client.get(f"/{language}/api/").content.decode()
    for path in api.get_openapi_schema()["paths"]:
        assert f"</b> {path}<" in page
    assert all(f'id="{key}"' in page for key in KINDS)
    assert " style=" not in page and "<script>" not in page


def test_the_type_of_a_problem_leads_to_its_explanation(client: Client, db: None) -> None:
    answer = client.get("/api/problems/key-reused", headers={"Accept-Language": "ru"})
    assert (answer.status_code, answer["Location"]) == (302, "/ru/api/#key-reused")
    assert client.get("/api/problems/nonsense").status_code == 404


@pytest.fixture
def clerk(db: None) -> Client:
    places("XQ/")
    account = officer("clerk")
    mandate(account, "career_centre_officer", "XQ/")
    return let_in(Client(), account)


def test_a_token_is_made_shown_once_and_ended(clerk: Client, client: Client) -> None:
    page = clerk.post("/en/api/tokens/", {"name": "my script", "days": "30", "scopes": ["see"]}).content.decode()
    (letters,) = set(re.findall(r"qot_[\w-]+", page))
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {letters}"}).json()["login"] == "clerk"
    assert letters not in clerk.get("/en/api/tokens/").content.decode()
    number = Token.objects.get().pk
    assert clerk.post(f"/en/api/tokens/{number}/end").status_code == 302
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {letters}"}).status_code == 401


@pytest.mark.parametrize(
    "form", [{"name": "x", "days": "30", "scopes": ["decide"]}, {"name": "", "days": "30", "scopes": ["see"]},
             {"name": "x", "days": "9000", "scopes": ["see"]}, {"name": "x", "days": "30"}],
)  # fmt: skip
def test_nobody_gets_a_token_for_more_than_is_allowed(clerk: Client, form: dict[str, str]) -> None:
    page = clerk.post("/en/api/tokens/", form)
    assert page.status_code == 200 and "No token was made" in page.content.decode()
    assert not Token.objects.exists()


def test_an_applicant_may_have_one_for_what_is_its_own(db: None) -> None:
    family = let_in(Client(), officer("family", kind=Kind.APPLICANT))
    family.post("/en/api/tokens/", {"name": "x", "days": "7", "scopes": ["own"]})
    assert Token.objects.get().scopes == ["own"]


def test_strangers_are_sent_to_the_door_and_nobody_ends_anothers(clerk: Client, client: Client) -> None:
    clerk.post("/en/api/tokens/", {"name": "x", "days": "7", "scopes": ["see"]})
    number = Token.objects.get().pk
    assert client.get("/en/api/tokens/").status_code == 302
    assert "sign-in" in client.post(f"/en/api/tokens/{number}/end")["Location"]
    assert let_in(Client(), officer("other")).post(f"/en/api/tokens/{number}/end").status_code == 404
    assert Token.objects.get().revoked is None
