"""Callers of the API for tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.tokens import services
from qonys.office.foundation.tokens.scopes import SCOPES
from qonys.office.portal.api import rates
from tests.office.authority.people import mandate, officer, places

Json = dict[str, Any]


class Caller:
    """Asks as an account with a token: `caller.get("/me")`."""

    def __init__(self, account: Account, scopes: tuple[str, ...] = SCOPES) -> None:
        self.account = account
        self.token = services.give_personal(account, "a test", scopes, 30, actor="command line").letters
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Json | None = None, **headers: str) -> Any:
        send = getattr(self.client, method)
        told = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"} | headers
        kind = {} if body is None else {"data": body, "content_type": "application/json"}
        return send(f"/api/v1{path}", headers=told, **kind)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("get", path, **headers)

    def post(self, path: str, body: Json | None = None, **headers: str) -> Any:
        return self.ask("post", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.ask("delete", path, **headers)


@pytest.fixture(autouse=True)
def full_buckets() -> Iterator[None]:
    rates.forget()
    yield
    rates.forget()


@pytest.fixture
def land(db: None) -> None:
    """A nation with two regions, one of them with a district."""
    places("XQ/", "XQ/XQ-H/", "XQ/XQ-S/", "XQ/XQ-H/H1/")


@pytest.fixture
def chief(land: None) -> Caller:
    """An administrator of the whole nation."""
    account = officer("chief")
    mandate(account, "administrator", "XQ/")
    return Caller(account)


@pytest.fixture
def clerk(land: None) -> Caller:
    """A career centre's officer of one region."""
    account = officer("clerk")
    mandate(account, "career_centre_officer", "XQ/XQ-H/", "resettlement")
    return Caller(account)


@pytest.fixture
def stranger(land: None) -> Caller:
    """Somebody without a mandate."""
    return Caller(officer("stranger"))


@pytest.fixture
def anybody() -> Client:
    return Client(raise_request_exception=False, headers={"Accept-Language": "en"})
