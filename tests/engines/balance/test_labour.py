"""The labour balance: rates keep their order, jobs are counted once, and nothing is lost between territories."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.balance import activity, reference
from qonys.engines.balance.labour import LabourCount, LabourMarket, first_labour_year, next_labour_year
from qonys.engines.vocabulary.errors import OutOfRange, SumsDisagree

AGES = 101
SHAPE = np.stack([np.interp(np.arange(AGES), [15, 30, 55, 75], [0, top, top, 0]) for top in (0.95, 0.8)])
PEOPLE = np.random.default_rng(5).uniform(200, 2000, (3, 2, AGES))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.02, 0.95), min_size=3, max_size=3))
def test_raked_rates_give_the_published_labour_force_and_stay_rates(shares: list[float]) -> None:
    most = (PEOPLE * (SHAPE > 0)).sum(axis=(1, 2))
    published = np.array(shares) * most
    rates = activity.rates(SHAPE, activity.rake_activity(SHAPE, PEOPLE, published))
    assert (rates * PEOPLE).sum(axis=(1, 2)) == pytest.approx(published, rel=1e-9)
    assert (rates >= 0).all() and (rates <= 1).all()
    assert ((rates == 0) == (SHAPE == 0)).all(), "children stay outside the labour force"
    by_rank = np.argsort(SHAPE.ravel())
    assert all((np.diff(r.ravel()[by_rank]) >= -1e-12).all() for r in rates), "the order of ages and sexes is kept"


def test_the_fast_labour_force_is_the_slow_one() -> None:
    shift = np.array([-0.4, 0.0, 1.3])
    slow = [reference.labour_force(SHAPE, s, people) for s, people in zip(shift, PEOPLE, strict=True)]
    assert activity.active(SHAPE, shift, PEOPLE) == pytest.approx(slow)


def test_a_labour_force_that_cannot_be_is_refused_in_words() -> None:
    with pytest.raises(SumsDisagree, match=r"territory number 1 .*larger than its people.*thousands"):
        activity.rake_activity(SHAPE, PEOPLE, np.array([1000.0, 1e9, 1000.0]))
    with pytest.raises(OutOfRange, match="missing or negative"):
        activity.rake_activity(SHAPE, PEOPLE, np.array([1000.0, np.nan, 1000.0]))


def test_young_people_who_study_longer_are_no_leavers() -> None:
    falling = np.where(np.arange(AGES) < 40, 0.9, 0.8)[None, None] * np.ones((1, 2, 1))
    assert activity.leaving(falling, from_age=45, other_exits=0.0).sum() == 0
    retiring = np.where(np.arange(AGES) < 63, 0.9, 0.0)[None, None] * np.ones((1, 2, 1))
    left = activity.leaving(retiring, from_age=45, other_exits=0.01)
    assert left[0, 0, 62] == pytest.approx(0.909) and left[0, 0, 30] == pytest.approx(0.009)


def market(hiring: list[float], **given: float) -> LabourMarket:
    years, territories = 5, len(hiring)
    nobody = np.zeros((years, territories, 2, AGES))
    return LabourMarket(
        2026, nobody, nobody, np.ones(territories), np.tile(hiring, (years, 1)),
        given.get("employed_share", 1.0), given.get("local_jobs", 0.5),
    )  # fmt: skip


numbers = st.floats(100, 5000)
triple = st.lists(numbers, min_size=3, max_size=3)


@settings(max_examples=60, deadline=None)
@given(triple, triple, triple, triple, triple)
def test_jobs_of_the_next_year_are_those_of_the_slow_sum(
    force: list[float], leavers: list[float], before: list[float], now: list[float], hired: list[float]
) -> None:
    given_market = market(hired)
    column = [np.array(each)[:, None] for each in (before, force, leavers, now)]
    first = first_labour_year(given_market, LabourCount(*column[:3]), np.zeros((3, 1)))
    second = next_labour_year(given_market, first, LabourCount(column[3], column[1], column[2]), np.zeros((3, 1)))
    slow = reference.next_jobs(force, hired, leavers, before, now, 0.5)
    assert second.jobs[:, 0] == pytest.approx(slow)


@settings(max_examples=60, deadline=None)
@given(triple, triple, triple, triple)
def test_jobs_that_follow_people_are_moved_never_made(
    force: list[float], before: list[float], now: list[float], hired: list[float]
) -> None:
    jobs = np.array(force)[:, None] * 100
    people = [np.array(each)[:, None] for each in (before, now)]
    none = np.zeros((3, 1))
    sums = []
    for share in (0.0, 0.9):
        given_market = market(hired, local_jobs=share)
        first = first_labour_year(given_market, LabourCount(people[0], jobs, none), none)
        after = next_labour_year(given_market, first, LabourCount(people[1], jobs, none), none)
        if (after.jobs == 0).any():
            return  # a territory that emptied: its negative rest is not handed to the others
        sums.append(after.jobs.sum())
    assert sums[0] == pytest.approx(sums[1])


def test_one_more_worker_is_one_less_missing_and_one_more_job_one_more() -> None:
    given_market = market([0.0], employed_share=0.96)
    count = LabourCount(np.array([[900.0]]), np.array([[400.0]]), np.zeros((1, 1)))
    found = first_labour_year(given_market, count, np.zeros((1, 1)))
    assert found.gap[0, 0] == pytest.approx(400 - 0.96 * 400), "friction alone is no lack of jobs"
    assert next_labour_year(market([50.0]), found, count, np.zeros((1, 1))).jobs[0, 0] == pytest.approx(450)


def test_markets_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="different years or territories"):
        LabourMarket(2026, np.zeros((4, 2, 2, 9)), np.zeros((4, 2, 2, 9)), np.ones(2), np.ones((4, 3)), 0.9, 0.5)
    with pytest.raises(ValueError, match="share"):
        market([1.0], employed_share=1.4)
