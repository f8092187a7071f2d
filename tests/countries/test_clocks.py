"""Terms of law in working days, on the calendar of the country."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.countries.calendar import Calendar, read_calendar
from qonys.countries.clocks import Clocks, Span, due, read_clocks
from qonys.countries.folders import pack_folder
from qonys.engines.vocabulary.errors import BadInput

TERMS = read_clocks(pack_folder("kz"))
FOUND = read_calendar(pack_folder("kz"))
assert FOUND is not None
KZ: Calendar = FOUND


@pytest.mark.parametrize(
    ("clock", "start", "end"),
    [
        ("resettlement_forward", date(2026, 3, 5), date(2026, 3, 6)),
        ("resettlement_forward", date(2026, 3, 6), date(2026, 3, 10)),  # 9 March is carried from 8 March
        ("resettlement_forward", date(2026, 3, 7), date(2026, 3, 10)),  # handed in on a Saturday
        ("kandas_completeness", date(2024, 5, 3), date(2024, 5, 4)),  # a Saturday that was worked
        ("kandas_commission", date(2024, 5, 3), date(2024, 5, 10)),
        ("kandas_whole", date(2025, 8, 11), date(2025, 9, 30)),  # thirty-five
        ("kandas_whole", date(2025, 8, 12), date(2025, 9, 24)),  # thirty
        ("settlement_list", date(2026, 3, 6), date(2026, 12, 15)),
        ("graduate_applies", date(2026, 8, 31), date(2027, 2, 28)),
        ("stay", date(2024, 2, 29), date(2029, 2, 28)),
        ("adaptation", date(2026, 1, 15), date(2026, 7, 15)),
    ],
)
def test_a_term_ends_on_the_day_the_law_gives(clock: str, start: date, end: date) -> None:
    assert due(TERMS, clock, start, KZ).day == end


@given(st.dates(date(2026, 1, 1), date(2026, 9, 30)))
def test_the_steps_of_a_status_follow_one_another(start: date) -> None:
    steps = ("completeness", "commission", "whole")
    complete, commission, whole = (due(TERMS, f"kandas_{step}", start, KZ).day for step in steps)
    assert start < complete < commission < whole
    assert KZ.working_days_between(start, whole) == 30


def test_every_term_names_its_act_and_who_keeps_it() -> None:
    for clock in TERMS.clocks.values():
        for span in clock.spans:
            assert span.act or span.assumption
        assert all((clock.who.kk, clock.who.ru, clock.starts.kk, clock.names.ru))


def test_a_term_may_still_move_where_the_calendar_is_not_settled() -> None:
    assert due(TERMS, "resettlement_forward", date(2026, 3, 5), KZ).settled
    assert not due(TERMS, "resettlement_forward", date(2026, 12, 31), KZ).settled


def test_what_is_not_known_is_refused_with_a_letter() -> None:
    with pytest.raises(BadInput, match="no such clock"):
        due(TERMS, "nothing", date(2026, 3, 5), KZ)
    with pytest.raises(BadInput, match="'resettlement_forward' gave on 2025-12-31 is not known"):
        due(TERMS, "resettlement_forward", date(2025, 12, 31), KZ)


def test_a_span_has_a_length_or_a_date() -> None:
    for wrong in ({}, {"length": 3, "by": (12, 15)}):
        with pytest.raises(ValueError, match="a length, or a date"):
            Span.model_validate({"since": date(2026, 1, 1), "source": "invented", **wrong})


def test_an_act_that_is_not_described_is_refused() -> None:
    with pytest.raises(ValueError, match="is not described"):
        Clocks.model_validate({**TERMS.model_dump(), "acts": {}})


def test_a_pack_without_clocks_has_none(broken: Path) -> None:
    assert read_clocks(broken).clocks == {}
