"""Numbers of cases are drawn by lot; two cases never have the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError

from qonys.office.casework.cases import services
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.journal.models import Entry
from tests.office.cases.filing import country, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def draws(*numbers: str) -> Iterator[str]:
    yield from numbers


def test_a_number_that_another_case_has_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened()
    drawn = draws(first.number, first.number, "K26-AAAA-BBBB")
    monkeypatch.setattr(services, "new_number", lambda letter, year: next(drawn))
    second = opened()
    assert second.number == "K26-AAAA-BBBB"
    assert Entry.objects.filter(stream_id=second.stream).count() == 1
    assert Entry.objects.filter(stream_id=first.stream).count() == 1
    assert Case.objects.count() == 2


def test_a_year_without_free_numbers_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened()
    monkeypatch.setattr(services, "new_number", lambda letter, year: first.number)
    with pytest.raises(RuntimeError, match="nearly used up"):
        opened()
    assert Case.objects.count() == 1


def test_another_broken_rule_of_the_database_is_not_taken_for_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IntegrityError("another rule")

    monkeypatch.setattr(services.listeners, "tell", broken)
    with pytest.raises(IntegrityError, match="another rule"):
        opened()
    assert not Case.objects.exists()
