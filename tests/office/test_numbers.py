"""Numbers and words as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import formats, translation
from hypothesis import given
from hypothesis import strategies as st

from qonys.office.foundation.jobs import lifecycle
from qonys.office.planning.forecasts.selectors import Band
from qonys.office.planning.wording import numbers, words
from qonys.office.portal.public.drawing import palette

NNBSP, NBSP = "\u202f", "\u00a0"


def band(low: float, middle: float, high: float) -> Band:
    return Band(2050, middle, low - (middle - low), low, middle, high, high + (high - middle))


@pytest.mark.parametrize(
    ("language", "expected"),
    [("kk", f"1{NNBSP}234{NNBSP}567,8"), ("ru", f"1{NNBSP}234{NNBSP}567,8"), ("en", "1,234,567.8")],
)
def test_numbers_are_grouped_as_the_language_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert numbers.number(1234567.8, 1) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("kk", "2026 ж. 23 қараша"), ("ru", "23 ноября 2026 г."), ("en", "23 November 2026")],
)
def test_dates_are_written_as_the_language_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 11, 23)) == expected


def test_a_negative_number_has_a_true_minus_and_zero_has_no_sign() -> None:
    with translation.override("en"):
        assert numbers.number(-1234) == "\N{MINUS SIGN}1,234"
        assert numbers.number(-0.2) == "0"
        assert numbers.number(5, signed=True) == "+5"


def test_a_number_has_no_more_digits_than_its_interval_supports() -> None:
    with translation.override("en"):
        wide = numbers.people(band(22_912_345, 24_412_345, 25_912_345))
        narrow = numbers.people(band(20_490_000, 20_495_975, 20_502_000))
    assert (wide.middle, wide.unit) == ("24.4", "million")
    assert wide.interval.replace(numbers.JOINER, "") == "22.9–25.9"
    assert narrow.middle == "20.496"


@given(st.floats(1, 1e8), st.floats(1e-3, 1e7))
def test_between_five_and_fifty_printed_steps_fit_into_an_interval(low: float, width: float) -> None:
    grain = numbers.step(low, low + width)
    actual = abs((low + width) - low)
    if actual:
        assert actual / grain * 1.000001 >= 5
        assert actual / grain < 50.0001


def test_counts_are_told_with_three_digits() -> None:
    with translation.override("ru"):
        assert numbers.counted(20_495_975) == f"20,5{NBSP}млн"
        assert numbers.counted(595_676) == f"596{NBSP}тыс."
        assert numbers.counted(9_512) == f"9{NNBSP}512"


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (1.0, "almost certain (more than 97 in 100)"),
        (0.95, "very likely (more than 9 in 10)"),
        (0.9, "likely (about 9 in 10)"),
        (0.68, "likely (about 7 in 10)"),
        (0.5, "undecided (about 5 in 10)"),
        (0.2, "unlikely (about 2 in 10)"),
        (0.05, "very unlikely (fewer than 1 in 10)"),
        (0.0, "almost ruled out (fewer than 3 in 100)"),
    ],
)
def test_a_probability_is_a_word_and_a_number(probability: float, said: str) -> None:
    with translation.override("en"):
        assert words.chance(probability) == said


@given(st.floats(0, 1), st.floats(0, 1))
def test_words_for_probabilities_never_run_backwards(one: float, other: float) -> None:
    order = ("almost ruled out", "very unlikely", "unlikely", "undecided", "likely", "very likely", "almost certain")
    with translation.override("en"):
        ranks = [
            next(place for place, word in enumerate(order) if words.chance(each).startswith(word))
            for each in sorted((one, other))
        ]
    assert ranks == sorted(ranks)


def test_an_expected_value_claims_two_digits() -> None:
    with translation.override("ru"):
        assert numbers.expected(427_989) == f"430{NBSP}тыс."
        assert numbers.expected(9_544) == f"9{NNBSP}500"
        assert numbers.expected(-1_749_000, signed=True) == f"\N{MINUS SIGN}1,7{NBSP}млн"
        assert numbers.expected(0) == "0"


def test_money_carries_the_sign_of_its_currency() -> None:
    for language, said in (("kk", "1,7{0}трлн{0}₸"), ("ru", "1,7{0}трлн{0}₸"), ("en", "1.7{0}trillion{0}₸")):
        with translation.override(language):
            assert numbers.expected_money(1_711_957_429_014, "KZT") == said.format(NBSP)
    with translation.override("en"):
        assert numbers.expected_money(154_000, "shells") == f"150,000{NBSP}shells"


def test_intervals_with_a_minus_use_dots_not_a_dash() -> None:
    assert numbers.between("\N{MINUS SIGN}5", "3") == f"\N{MINUS SIGN}5{NBSP}…{NBSP}3"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (60, "Growth is almost"),
        (75, "Growth is very"),
        (95, "Growth is more"),
        (105, "Decline is more"),
        (115, "Decline is very"),
        (140, "Decline is almost"),
    ],
)
def test_words_follow_from_where_today_lies_among_the_quantiles(today: float, expected: str) -> None:
    later = Band(2050, 100, 70, 80, 100, 110, 130)
    with translation.override("en"):
        assert words.than_today(today, later).startswith(expected)


@pytest.mark.parametrize(
    ("language", "seconds", "expected"),
    [
        ("en", 21, "About 20 seconds left"),
        ("ru", 22, "Осталось примерно 20 секунд"),
        ("kk", 118, "Шамамен 2 минут қалды"),
        ("ru", 65, "Осталась примерно 1 минута"),
        ("en", 1, "Almost done"),
    ],
)
def test_time_left_is_told_in_words(language: str, seconds: float, expected: str) -> None:
    with translation.override(language):
        assert words.time_left(seconds) == expected


def test_time_left_follows_from_the_mean_speed_so_far() -> None:
    started = datetime(2026, 11, 23, tzinfo=UTC)
    assert lifecycle.seconds_left(started, started + timedelta(seconds=30), 0.75) == pytest.approx(10)
    assert lifecycle.seconds_left(started, started, 0.0) is None


@given(st.lists(st.floats(-300, 300), min_size=1, max_size=30))
def test_a_diverging_scale_keeps_zero_in_its_middle_bin(values: list[float]) -> None:
    scale = palette.diverging(values)
    assert scale.bin(0.0) == "d3"
    assert {scale.bin(value) for value in values} <= {f"d{i}" for i in range(7)}
    assert len(scale.legend()) == 7


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30))
def test_a_sequential_scale_has_five_bins_in_rising_order(values: list[float]) -> None:
    scale = palette.sequential(values)
    assert list(scale.breaks) == sorted(scale.breaks)
    assert len(scale.legend()) == 5
