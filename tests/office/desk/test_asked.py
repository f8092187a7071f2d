"""What an address says is read, or taken as not said: never an error of the server."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from qonys.office.portal.public import asked

DAY = date(2026, 11, 23)


@given(st.integers(0, 10**17 - 1))
def test_a_number_is_read_as_it_was_written(number: int) -> None:
    assert asked.whole_number(str(number)) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", "²", "٣", "1_000", "1" * 18, " 7", "7\n"])
def test_what_is_no_number_or_fits_no_column_says_nothing(text: str) -> None:
    assert asked.whole_number(text) is None


def test_the_bound_is_the_caller_s() -> None:
    assert (asked.whole_number("12345678", digits=8), asked.whole_number("123456789", digits=8)) == (12345678, None)


@given(st.dates(), st.integers(0, 10**17 - 1))
def test_a_mark_is_read_as_it_was_made(day: date, number: int) -> None:
    assert asked.marked(asked.mark(day, number)) == (day, number)


@pytest.mark.parametrize("text", ["", "2026-11-23", "2026-11-23,", ",7", "2026-13-01,7", "2026-11-23,²"])
def test_a_mistyped_mark_is_the_first_page(text: str) -> None:
    assert asked.marked(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["²", "٣", "x", "9" * 40])
def test_no_version_of_the_rules_has_such_a_number(client: Client, number: str) -> None:
    assert client.get("/en/rules/kz-residence-pilot/0/").status_code == 200
    assert client.get(f"/en/rules/kz-residence-pilot/{number}/").status_code == 404
