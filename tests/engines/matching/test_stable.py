"""Stable matching: what deferred acceptance promises, and what nobody can promise once families have sizes."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.matching.stable import Market, blocking, stable


def drawn(seed: int, n: int = 5, places: int = 3, resources: int = 2) -> Market:
    random = np.random.default_rng(seed)
    wish = np.array([random.permutation(places) for _ in range(n)], dtype=np.int32)
    rank = np.array([random.permutation(n) for _ in range(places)], dtype=np.int32)
    need = random.integers(1, 4, (n, resources)).astype(float)
    return Market(wish, rank, need, random.integers(2, 6, (places, resources)).astype(float))


def blocks(market: Market, place: tuple[int, ...], i: int, r: int) -> bool:
    """By the words of the definition."""
    wish = [w for w in market.wish[i].tolist() if w >= 0]
    if r not in wish or (place[i] in wish and wish.index(place[i]) <= wish.index(r)):
        return False
    above = [j for j in range(len(place)) if place[j] == r and market.rank[r, j] < market.rank[r, i]]
    return bool((market.need[[*above, i]].sum(axis=0) <= market.capacity[r]).all())


def exists(market: Market) -> bool:
    """All placements, one after the other."""
    n, places = len(market.wish), len(market.capacity)
    for place in product(range(-1, places), repeat=n):
        used = [sum((market.need[i] for i in range(n) if place[i] == r), np.zeros(2)) for r in range(places)]
        fits = all((used[r] <= market.capacity[r]).all() for r in range(places))
        if fits and not any(blocks(market, place, i, r) for i in range(n) for r in range(places)):
            return True
    return False


def test_existence_is_reported_exactly_also_where_there_is_none() -> None:
    answers = []
    for seed in range(80):
        market = drawn(seed, n=4)
        found = stable(market)
        answers.append(found.exists)
        assert found.exists == exists(market)
        assert found.stable == found.exists
    assert 0 < answers.count(False) < 80


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_blocking_pairs_are_those_of_the_definition(seed: int) -> None:
    market = drawn(seed)
    place = np.random.default_rng(seed + 1).integers(-1, 3, 5).astype(np.int32)
    said = set(blocking(market, place))
    assert said == {(i, r) for i in range(5) for r in range(3) if blocks(market, tuple(place.tolist()), i, r)}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_without_sizes_nobody_ever_blocks(seed: int) -> None:
    random = np.random.default_rng(seed)
    n, places = 40, 6
    wish = np.array([random.permutation(places) for _ in range(n)], dtype=np.int32)
    wish[random.random((n, places)).cumsum(axis=1) > 4] = -1
    rank = np.array([random.permutation(n) for _ in range(places)], dtype=np.int32)
    found = stable(Market.of_units(wish, rank, random.integers(0, 9, places)))
    assert found.stable and found.exists


def test_too_many_to_try_is_said_and_not_guessed() -> None:
    market = next(m for m in (drawn(seed, n=30) for seed in range(50)) if blocking(m, stable(m).place))
    found = stable(market)
    assert found.exists is None and found.blocking
