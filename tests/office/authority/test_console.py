"""Accounts and mandates from the console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from typer.testing import CliRunner, Result

from qonys.cli import app
from qonys.engines.vocabulary.errors import QonysError
from qonys.office.foundation.authority.models import Account, Mandate
from qonys.office.foundation.authority.recognition import recognise
from qonys.office.foundation.journal import selectors as journal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    with translation.override("kk"):
        yield


def qonys(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def added(login: str, role: str, territory: str, *more: str) -> str:
    """Its password."""
    answer = qonys("officer", "add", login, "--role", role, "--territory", territory, *more)
    assert answer.exit_code == 0, answer.output
    return answer.stdout.strip()


def test_the_first_administrator_comes_from_the_console_and_the_password_is_shown_once() -> None:
    password = added("Aigul", "administrator", "KZ", "--name", "Айгүл", "--language", "ru")
    account = recognise("aigul", password, "")
    assert (account.display_name, account.language, account.temporary_password) == ("Айгүл", "ru", True)
    mandate = Mandate.objects.get()
    assert (mandate.role, mandate.territory_id, mandate.granted_by) == ("administrator", "KZ/", None)
    assert [line.action for line in journal.entries("authority")] == ["granted"]
    assert password not in str(list(journal.entries(account.actor).values()))


def test_what_is_refused_leaves_no_account_and_shows_no_password() -> None:
    for role, territory, letter in (("king", "KZ", "no role king"), ("auditor", "KZ-99", "no territory KZ-99")):
        answer = qonys("officer", "add", "x2", "--role", role, "--territory", territory)
        assert isinstance(answer.exception, QonysError) and letter in str(answer.exception)
        assert answer.stdout == ""
    assert not Account.objects.exists() and not journal.entries("authority").exists()


def test_mandates_are_granted_lent_and_ended(settings: Any) -> None:
    added("berik", "career_centre_officer", "KZ-19", "--procedure", "kandas")
    added("dana", "integration_officer", "KZ-19", "--until", "2099-01-01")
    first = Mandate.objects.earliest("id").pk
    assert qonys("officer", "grant", "berik", "--role", "integration_officer", "--territory", "KZ-19",
                 "--reason", "Order 9").exit_code == 0  # fmt: skip
    assert (
        qonys("officer", "substitute", str(first), "dana", "--until", "2098-01-01", "--reason", "Order 10").exit_code
        == 0
    )
    listed = qonys("officer", "list").stdout
    assert f"  {first}: career_centre_officer KZ/KZ-19/ kandas, from " in listed
    assert "until 2098-01-01 in place of berik" in listed
    assert qonys("officer", "revoke", str(first), "--reason", "Order 11").exit_code == 0
    left = qonys("officer", "list").stdout
    assert "career_centre_officer" not in left and left.count("integration_officer") == 2


def test_a_new_start_and_the_end_of_an_account() -> None:
    added("berik", "analyst", "KZ")
    password = qonys("officer", "reset", "berik", "--generate").stdout.strip()
    assert recognise("berik", password, "").login == "berik"
    assert qonys("officer", "close", "berik").exit_code == 0
    assert "(closed)" in qonys("officer", "list").stdout
    assert qonys("officer", "close", "berik", "--open").exit_code == 0
    assert "(closed)" not in qonys("officer", "list").stdout


@pytest.mark.parametrize("words", [("reset", "nobody"), ("close", "nobody"), ("revoke", "7", "--reason", "x")])
def test_what_is_not_there_is_said(words: tuple[str, ...]) -> None:
    answer = qonys("officer", *words)
    assert isinstance(answer.exception, QonysError) and "There is no" in str(answer.exception)
