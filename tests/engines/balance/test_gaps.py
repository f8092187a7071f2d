"""Gaps, rooms and services: told with probability, never offset, and the smallest room is the bottleneck."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.balance import reference
from qonys.engines.balance.gaps import PROBABILITIES, Standing, gap, standing
from qonys.engines.balance.room import Resource, room
from qonys.engines.balance.services import Capacity, Service, by_age, count
from qonys.engines.vocabulary.age import AgeGroup


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["0-5", "6-17", "63+", "0+", "40"]), st.floats(0, 3), st.integers(0, 99))
def test_the_fast_need_is_the_slow_need(ages: str, per_person: float, seed: int) -> None:
    people = np.random.default_rng(seed).uniform(0, 900, (2, 101, 4))
    service = Service("school_places", AgeGroup.parse(ages), per_person)
    fast = count(people, [service.weights(101), by_age(AgeGroup(0, None), 101)])
    assert fast[0] == pytest.approx([reference.need(service, people[..., j]) for j in range(4)])
    assert fast[1] == pytest.approx(people.sum(axis=(0, 1)))


def test_what_is_unmet_in_one_place_is_not_offset_by_another() -> None:
    found = gap(np.array([[10.0, 14.0], [10.0, 10.0]]), np.array([[12.0, 12.0], [5.0, 12.0]]), unit_cost=3.0)
    assert found.probability.tolist() == [0.5, 0.5, 0.5]
    assert found.gap.mean.tolist() == [0.0, 1.5, 1.5]
    assert found.unmet.mean.tolist() == [1.0, 2.5, 3.5], "the nation's unmet need is the sum of its parts"
    assert found.cost.mean.tolist() == [3.0, 7.5, 10.5]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(2, 80), st.integers(0, 99))
def test_quantiles_are_in_order_and_agree_with_the_probability(territories: int, trajectories: int, seed: int) -> None:
    need, there = np.random.default_rng(seed).uniform(0, 100, (2, territories, trajectories))
    found = gap(need, there, 1.0)
    assert (np.diff(found.gap.quantiles, axis=-1) >= 0).all()
    assert found.gap.quantiles.shape == (territories + 1, len(PROBABILITIES))
    always = (need - there).min(axis=-1) > 0
    assert (found.probability[:-1][always] == 1).all()
    median = found.gap.quantiles[:, 2]
    assert (found.probability[median > 0] >= 0.5).all() and (found.probability[median < 0] <= 0.5).all()
    assert ((found.probability >= 0) & (found.probability <= 1)).all()
    assert found.unmet.mean[-1] == pytest.approx(found.unmet.mean[:-1].sum())


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_likelier_shortage_never_gets_a_milder_word(one: float, other: float) -> None:
    order = [Standing.SURPLUS, Standing.LIKELY_SURPLUS, Standing.OPEN, Standing.LIKELY_SHORTAGE, Standing.SHORTAGE]
    low, high = sorted((one, other))
    assert order.index(standing(low)) <= order.index(standing(high))


def test_words_for_probabilities() -> None:
    told = [standing(p) for p in (0.93, 0.7, 0.5, 0.3, 0.05)]
    assert told == ["shortage", "likely_shortage", "open", "likely_surplus", "surplus"]


def test_a_capacity_grows_by_its_additions_and_goes_on_like_the_last() -> None:
    capacity = Capacity(2026, np.array([100.0]), np.array([[10.0], [20.0]]))
    none = np.zeros((1, 3))
    found = [capacity.on(year, none, none)[0, 0] for year in range(2026, 2031)]
    assert found == [100, 110, 130, 150, 170]
    doubtful = capacity.on(2028, np.array([[0.1]]), np.array([[0.3]]))
    assert doubtful[0, 0] == pytest.approx(100 * np.exp(0.1) + 30 * np.exp(0.3))


def test_a_capacity_that_shrinks_away_is_nothing_never_less() -> None:
    capacity = Capacity(2026, np.array([100.0]), np.array([[-60.0]]))
    assert capacity.on(2030, np.zeros((1, 1)), np.zeros((1, 1)))[0, 0] == 0


def test_the_smallest_room_is_the_bottleneck_and_nobody_is_promised_what_is_not_spare() -> None:
    jobs = Resource(np.array([[40.0, 40.0], [-5.0, -5.0]]), 0.5, 0.5)
    homes = Resource(np.array([[60.0, 100.0], [500.0, 500.0]]), 1.0, 0.5)
    found = room({"jobs": jobs, "homes": homes})
    assert found.people[0].tolist() == [80, 0], "forty jobs take eighty people; a surplus of workers takes nobody"
    assert found.people[1].tolist() == [80, 500] and found.least.tolist() == [80, 0]
    assert found.binds[:, 0].tolist() == [0.5, 0.5] and found.bottleneck(1) == "jobs"
    assert found.spare[0].tolist() == [40, 0]


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 0.5), st.floats(0.5, 0.95), st.integers(0, 99))
def test_asking_for_more_assurance_never_promises_more(less: float, more: float, seed: int) -> None:
    spare = np.random.default_rng(seed).normal(50, 40, (4, 60))
    lax, strict = (room({"homes": Resource(spare, 3.0, share)}).least for share in (less, more))
    assert (strict <= lax + 1e-9).all()
    assert room({"homes": Resource(spare, 3.0, 0.5)}).binds.sum(axis=0) == pytest.approx(np.ones(4))
