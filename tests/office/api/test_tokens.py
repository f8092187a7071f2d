"""Clients, tokens, and what they open."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qonys.office.foundation.authority import accounts
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.authority.refusals import Refused
from qonys.office.foundation.journal import selectors as journal
from qonys.office.foundation.tokens import services
from qonys.office.foundation.tokens.models import Token
from qonys.office.foundation.tokens.refusals import UnknownScope
from qonys.office.foundation.tokens.services import NewClient
from tests.office.api.conftest import Caller
from tests.office.authority.people import mandate, officer

FORM = {"content_type": "application/x-www-form-urlencoded"}


@pytest.fixture
def bus(land: None) -> NewClient:
    account = officer("bus", kind=Kind.SERVICE)
    mandate(account, "auditor", "XQ/")
    return services.open_client(account, ["see", "audit"], actor="command line")


def ask(browser: Client, bus: NewClient, **more: str) -> Any:
    form = {"grant_type": "client_credentials", "client_id": bus.client.pk, "client_secret": bus.secret} | more
    return browser.post("/api/v1/token", form, headers={"Accept-Language": "en"})


def me(browser: Client, token: str) -> Any:
    return browser.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_a_client_gets_a_short_token(anybody: Client, bus: NewClient) -> None:
    """The request of the browser of tests is multipart; the standard wants a form."""
    body = f"grant_type=client_credentials&client_id={bus.client.pk}&client_secret={bus.secret}"
    answer = anybody.post("/api/v1/token", body, **FORM)
    told = answer.json()
    assert answer["Cache-Control"] == "no-store"
    assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 3600, "see audit")
    assert me(anybody, told["access_token"]).json()["login"] == "bus"


def test_a_client_may_show_itself_by_basic_and_ask_for_less(anybody: Client, bus: NewClient) -> None:
    shown = base64.b64encode(f"{bus.client.pk}:{bus.secret}".encode()).decode()
    body = "grant_type=client_credentials&scope=see"
    answer = anybody.post("/api/v1/token", body, headers={"Authorization": f"Basic {shown}"}, **FORM)
    assert answer.json()["scope"] == "see"


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "qoc_nobody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "run"}, 400, "invalid_scope"),
        ({"scope": "nonsense"}, 400, "invalid_scope"),
    ],
)
def test_refusals_speak_oauth_too(
    anybody: Client, bus: NewClient, change: dict[str, str], status: int, error: str
) -> None:
    fields = {"grant_type": "client_credentials", "client_id": bus.client.pk, "client_secret": bus.secret} | change
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    answer = anybody.post("/api/v1/token", body, **FORM)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert bus.secret.encode() not in answer.content
    assert ("WWW-Authenticate" in answer) == (status == 401)


def test_guessing_a_secret_is_made_slow(anybody: Client, bus: NewClient) -> None:
    body = f"grant_type=client_credentials&client_id={bus.client.pk}&client_secret="
    assert [anybody.post("/api/v1/token", body + "no", **FORM).status_code for _ in range(6)] == [401] * 5 + [429]
    assert anybody.post("/api/v1/token", body + bus.secret, **FORM).status_code == 429


def test_a_new_secret_and_a_closed_client_end_its_tokens(anybody: Client, bus: NewClient) -> None:
    first = services.issue(bus.client.pk, bus.secret, None, "").letters
    renewed = services.renew_secret(bus.client, actor="command line")
    assert me(anybody, first).status_code == 401
    second = services.issue(bus.client.pk, renewed.secret, None, "").letters
    assert me(anybody, second).status_code == 200
    services.close_client(bus.client, actor="command line")
    assert me(anybody, second).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic abc", "bearer  ", "Bearer " + "я" * 10])
def test_no_token_no_answer(anybody: Client, db: None, header: str) -> None:
    answer = anybody.get("/api/v1/me", headers={"Authorization": header.encode("utf-8").decode("latin-1")})
    assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith('Bearer realm="qonys"')


def test_a_token_ends_when_it_is_revoked_old_or_its_account_closed(chief: Caller, anybody: Client) -> None:
    assert chief.get("/me").status_code == 200
    Token.objects.update(expires=timezone.now() + timedelta(seconds=-1), created=timezone.now() - timedelta(days=9))
    assert chief.get("/me").status_code == 401
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    accounts.set_active(chief.account, False, actor="command line")
    assert chief.get("/me").status_code == 401
    accounts.set_active(Account.objects.get(pk=chief.account.pk), True, actor="command line")
    assert chief.get("/me").status_code == 200
    anybody.post("/api/v1/token/revoke", f"token={chief.token}", **FORM)
    assert chief.get("/me").status_code == 401


def test_one_sees_and_ends_ones_own_tokens_alone(chief: Caller, stranger: Caller) -> None:
    number = chief.get("/me/tokens").json()["items"][0]["number"]
    assert stranger.delete(f"/me/tokens/{number}").status_code == 404
    assert chief.delete(f"/me/tokens/{number}").status_code == 200
    assert chief.get("/me").status_code == 401


def test_secrets_are_kept_nowhere(bus: NewClient, chief: Caller) -> None:
    given = services.issue(bus.client.pk, bus.secret, None, "").letters
    kept = str(list(Token.objects.values())) + str(list(type(bus.client).objects.values()))
    lines = "".join(
        each.payload for name in (bus.client.account.actor, chief.account.actor) for each in journal.entries(name)
    )
    for secret in (given, bus.secret, chief.token):
        assert secret not in kept and secret not in lines
    assert '"token given"' not in lines and "qoc_" in lines


def test_only_systems_have_clients_and_scopes_are_known(land: None) -> None:
    with pytest.raises(Refused):
        services.open_client(officer("person"), ["see"], actor="command line")
    with pytest.raises(UnknownScope):
        services.give_personal(officer("other"), "x", ["everything"], 1, actor="command line")
    with pytest.raises(Refused):
        services.give_personal(officer("third"), "x", [], 1000, actor="command line")


def test_a_token_costs_one_query(chief: Caller, django_assert_num_queries: Any) -> None:
    chief.get("/me")
    with django_assert_num_queries(1):
        chief.get("/me")


def test_old_tokens_are_forgotten(chief: Caller) -> None:
    then = timezone.now() - timedelta(days=40)
    Token.objects.update(created=then, expires=then + timedelta(days=1))
    assert services.forget_old() == 1
