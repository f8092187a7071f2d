"""Working days: laws over any days, a slow counting beside the fast one, and the numbers offices published."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.countries.calendar import Calendar, CalendarFile, months_later, read_calendar
from qonys.countries.folders import pack_folder
from qonys.engines.vocabulary.errors import BadInput, OutOfRange

FOUND = read_calendar(pack_folder("kz"))
assert FOUND is not None
KZ: Calendar = FOUND
DAYS = st.dates(date(2022, 1, 1), date(2026, 6, 30))
SPANS = st.integers(0, 60)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


# Days off in a five-day week. 2022: azattyq-ruhy.kz says 120; the law of September 2022 added 25 October and took
# 1 December and the day carried from 17 December, tengrinews.kz 2022-10-04. 2024: aqshamnews.kz. 2026: qazaly.kz says
# 119 and 246 working days before 30 August ceased to be a holiday.
@pytest.mark.parametrize(("year", "off"), [(2022, 119), (2024, 117), (2026, 118)])
def test_days_off_in_a_year_are_the_published_ones(year: int, off: int) -> None:
    assert sum(not KZ.is_working_day(day) for day in days_of(year)) == off


# azattyq-ruhy.kz (2022), informburo.kz October 2025, arbatmedia.kz June 2025, alau.kz January 2026
@pytest.mark.parametrize(
    ("year", "month", "off"),
    [(2022, 1, 13), (2022, 3, 12), (2022, 5, 12), (2022, 8, 9), (2025, 6, 10), (2025, 10, 9), (2026, 1, 12)],
)
def test_days_off_in_a_month_are_the_published_ones(year: int, month: int, off: int) -> None:
    assert sum(not KZ.is_working_day(day) for day in days_of(year) if day.month == month) == off


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2022, 1, 4), False),  # 2 January was a Sunday; 3 January was taken by the first
        (date(2022, 5, 10), False),  # 7 May was a Saturday and 9 May a holiday
        (date(2022, 10, 22), True),  # a Saturday, worked for 24 October
        (date(2022, 12, 1), True),  # no longer a holiday
        (date(2023, 1, 9), True),  # Orthodox Christmas on a Saturday is not carried
        (date(2023, 7, 1), True),
        (date(2023, 7, 7), False),
        (date(2024, 5, 4), True),
        (date(2024, 5, 8), False),
        (date(2024, 6, 17), True),  # Kurban ait fell on Sunday the sixteenth and is not carried
        (date(2025, 1, 3), False),
        (date(2025, 1, 5), True),  # a Sunday
        (date(2025, 6, 6), False),
        (date(2025, 9, 1), False),  # carried from Saturday 30 August
        (date(2026, 3, 9), False),
        (date(2026, 3, 25), False),
        (date(2026, 5, 27), False),
        (date(2026, 8, 31), True),  # Constitution Day moved to 15 March from 2027
        (date(2027, 3, 15), False),
    ],
)
def test_single_days_are_as_they_were_announced(day: date, works: bool) -> None:
    assert KZ.is_working_day(day) is works


@given(DAYS, SPANS)
def test_a_span_ends_on_a_working_day_so_many_working_days_later(start: date, days: int) -> None:
    end = KZ.add_working_days(start, days)
    assert KZ.is_working_day(end) and end >= start
    if days:
        assert KZ.working_days_between(start, end) == days
        assert KZ.working_days_between(start, end - timedelta(days=1)) == days - 1


@given(DAYS, st.integers(1, 40), SPANS)
def test_two_spans_are_one_long_one(start: date, first: int, second: int) -> None:
    assert KZ.add_working_days(KZ.add_working_days(start, first), second) == KZ.add_working_days(start, first + second)


@given(DAYS, DAYS, SPANS)
def test_who_begins_later_does_not_end_earlier(one: date, other: date, days: int) -> None:
    early, late = sorted((one, other))
    assert KZ.add_working_days(early, days) <= KZ.add_working_days(late, days)


@given(DAYS, DAYS, DAYS)
def test_counting_goes_through_any_day_between(one: date, other: date, middle: date) -> None:
    whole = KZ.working_days_between(one, other)
    assert whole == KZ.working_days_between(one, middle) + KZ.working_days_between(middle, other)
    assert whole == -KZ.working_days_between(other, one)


@given(DAYS, SPANS)
def test_the_fast_count_is_the_slow_one(start: date, days: int) -> None:
    """Day by day, crossing off what is not worked, as on paper."""
    left, day = days, start
    while left:
        day += timedelta(days=1)
        if KZ.is_working_day(day):
            left -= 1
    if days:
        assert KZ.add_working_days(start, days) == day


@given(DAYS)
def test_the_next_deadline_is_ahead_and_can_be_kept_by_a_working_day(day: date) -> None:
    found = KZ.next_deadline(day, 12, 15)
    assert (found.day.month, found.day.day) == (12, 15)
    assert timedelta(0) <= found.day - day < timedelta(days=366)
    assert found.by <= found.day and KZ.is_working_day(found.by)
    assert KZ.working_days_between(found.by, found.day) == 0


def test_a_deadline_on_a_weekend_is_safe_on_the_friday_before() -> None:
    assert KZ.next_deadline(date(2024, 12, 1), 12, 15).by == date(2024, 12, 13)
    assert KZ.next_deadline(date(2026, 12, 15), 12, 15).day == date(2026, 12, 15)
    assert KZ.next_deadline(date(2025, 12, 16), 12, 15).day == date(2026, 12, 15)


@given(DAYS, st.integers(0, 240))
def test_months_later_keeps_the_day_or_takes_the_last_of_the_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_what_may_still_be_moved_is_said() -> None:
    assert KZ.is_settled(date(2026, 12, 31))
    assert not KZ.is_settled(date(2027, 1, 4))


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2028, 1, 1)])
def test_a_year_the_calendar_does_not_know_is_refused(day: date) -> None:
    with pytest.raises(OutOfRange, match="2022-2027"):
        KZ.is_working_day(day)


def test_a_span_is_never_negative() -> None:
    with pytest.raises(OutOfRange, match="not negative"):
        KZ.add_working_days(date(2026, 3, 2), -1)


def test_every_transfer_moves_rest_to_a_day_that_was_worked() -> None:
    holidays = {day for year in range(2022, 2028) for each in KZ.content.holidays if (day := each.on(year))}
    for each in KZ.content.transfers:
        assert each.worked.isoweekday() in KZ.content.weekend and each.worked not in holidays
        assert each.free.isoweekday() not in KZ.content.weekend and each.free not in holidays


def test_every_day_has_its_source_or_says_what_was_assumed() -> None:
    with pytest.raises(ValueError, match="needs its source"):
        CalendarFile.model_validate(
            {"weekend": [7], "first_year": 2020, "last_year": 2020, "settled": "2020-12-31", "holidays": [],
             "transfers": [{"worked": "2020-01-05", "free": "2020-01-06"}]}
        )  # fmt: skip


def test_a_pack_without_a_calendar_has_none_and_a_contradiction_is_refused(broken: Path) -> None:
    assert read_calendar(broken) is None
    text = (pack_folder("kz") / "calendar.yaml").read_text(encoding="utf-8")
    (broken / "calendar.yaml").write_text(text.replace("worked: 2022-03-05", "worked: 2022-03-08"), encoding="utf-8")
    with pytest.raises(BadInput, match="worked and free"):
        read_calendar(broken)
