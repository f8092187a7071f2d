"""Programme control: percent done, deviation, probability and alarm; and what is unknown stays unknown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.balance.programme import (
    Aim,
    Alarm,
    Course,
    Mark,
    progress,
    sampled_probability,
    trend_probability,
)


def course(*readings: float, aim: Aim = Aim.AT_LEAST, start: float | None = 100, target: float | None = 200) -> Course:
    """Baseline in 2020, one reading a year from 2021 on, target in 2030."""
    return Course(
        aim,
        None if start is None else Mark(2020, start),
        () if target is None else (Mark(2030, target),),
        tuple(Mark(2021 + i, value) for i, value in enumerate(readings)),
    )


def test_half_way_is_half_done_and_exactly_on_course() -> None:
    found = progress(course(110, 120, 130, 140, 150))
    assert found.done == pytest.approx(0.5) and found.expected == pytest.approx(150)
    assert found.deviation == pytest.approx(0) and found.alarm is Alarm.ON_COURSE
    assert found.probability == 1.0, "readings on a straight line to the target"


def test_a_target_from_above_is_done_by_falling() -> None:
    falling = course(90, 80, aim=Aim.AT_MOST, start=100, target=0)
    assert progress(falling).done == pytest.approx(0.2)
    rising = progress(course(110, 125, 140, aim=Aim.AT_MOST, start=100, target=0))
    assert rising.done == pytest.approx(-0.4), "further from the target than at the start"
    assert rising.deviation == pytest.approx(-70) and rising.alarm is Alarm.BEHIND


def test_unknown_stays_unknown() -> None:
    for given_course in (course(120, target=None), course(target=200), course(120, start=None, target=None)):
        found = progress(given_course)
        assert found.done is None and found.alarm is Alarm.UNKNOWN
    assert trend_probability(course(110, 120), Mark(2030, 200)) is None, "two readings tell no spread"
    assert sampled_probability(course(120, target=None), np.ones(5)) is None


def test_lagging_with_good_prospects_is_to_be_watched_not_behind() -> None:
    lagging = course(100, 101)
    assert progress(lagging, probability=0.8).alarm is Alarm.WATCH
    assert progress(lagging, probability=0.2).alarm is Alarm.BEHIND
    assert progress(course(112, 120), probability=0.2).alarm is Alarm.WATCH


def test_the_forecast_gives_the_share_of_futures_that_meet_the_target() -> None:
    samples = np.array([190.0, 200.0, 210.0, 220.0])
    assert sampled_probability(course(120), samples) == 0.75
    assert sampled_probability(course(120, aim=Aim.AT_MOST), samples) == 0.5


def test_keeping_what_there_is_is_done_or_not() -> None:
    assert progress(course(100, target=100)).done == 1.0
    assert progress(course(99, target=100)).done == 0.0


@given(st.lists(st.floats(50, 300), min_size=3, max_size=6), st.floats(100, 400), st.floats(0, 200))
def test_a_harder_target_is_never_likelier(readings: list[float], target: float, harder: float) -> None:
    way = course(*readings)
    easy, hard = (trend_probability(way, Mark(2030, value)) for value in (target, target + harder))
    assert easy is not None and hard is not None
    assert hard <= easy + 1e-12 and 0 <= hard <= 1


@given(st.lists(st.floats(50, 300), min_size=3, max_size=6), st.floats(100, 400))
def test_meeting_from_above_and_from_below_are_complements(readings: list[float], target: float) -> None:
    up = trend_probability(course(*readings), Mark(2030, target))
    down = trend_probability(course(*readings, aim=Aim.AT_MOST), Mark(2030, target))
    assert up is not None and down is not None
    assert up + down == pytest.approx(1) or up == down == 1.0
