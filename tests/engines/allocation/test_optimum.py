"""The linear program finds what trying everything finds, and its prices are what one more unit is worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.allocation import reference
from qonys.engines.allocation.comparison import compare
from qonys.engines.allocation.problem import QuotaProblem
from qonys.engines.allocation.program import best_shares
from qonys.engines.allocation.quotas import allocate, recut
from tests.engines.allocation.problems import MidYear, mid_years, problem, problems

few = st.integers(0, 9)


@settings(max_examples=30, deadline=None)
@given(st.lists(few, min_size=3, max_size=3), st.lists(few, min_size=3, max_size=3), st.integers(0, 12))
def test_whole_persons_are_as_good_as_any_that_could_be_tried(
    shortage: list[int], spare: list[int], total: int
) -> None:
    """One person fills one unit, so the optimum of the program is reached to the last step of a person."""
    given_problem = problem([list(map(float, shortage))], [total], spare=[list(map(float, spare))], steps=12)
    best, best_persons = reference.best(given_problem, 9)
    ours = allocate(given_problem)
    assert reference.allowed(given_problem, ours.persons)
    assert ours.shares.worth >= best - 1e-6, "the program may not be beaten by whole persons"
    assert reference.worth(given_problem, ours.persons) >= best - 0.35, "rounding may cost a part of one step"
    assert ours.persons.sum() == best_persons.sum()


@settings(max_examples=12, deadline=None)
@given(st.lists(few, min_size=2, max_size=2), st.lists(few, min_size=2, max_size=2), st.tuples(few, few))
def test_two_streams_and_a_shared_room_against_every_quota_there_is(
    shortage: list[int], spare: list[int], totals: tuple[int, int]
) -> None:
    given_problem = problem(
        [list(map(float, shortage))], list(totals), spare=[list(map(float, spare))], per_person=[[1.0, 0.5]], steps=8
    )
    best, _ = reference.best(given_problem, 5)
    ours = allocate(given_problem)
    assert ours.shares.worth >= best - 1e-6
    assert reference.allowed(given_problem, ours.persons)


@settings(max_examples=40, deadline=None)
@given(mid_years(streams=2, territories=2, resources=1, most=4))
def test_a_recut_is_as_good_as_any_that_could_be_tried(mid: MidYear) -> None:
    ours = recut(mid.problem, mid.used, mid.likely, in_force=mid.in_force, kept=mid.kept)
    assert reference.allowed(ours.problem, ours.persons)
    best, _ = reference.best(ours.problem, 6)
    assert ours.shares.worth >= best - 1e-6, "the program may not be beaten by whole persons"


@settings(max_examples=40, deadline=None)
@given(st.lists(few, min_size=3, max_size=3), st.lists(few, min_size=3, max_size=3), st.integers(0, 12), st.data())
def test_a_recut_in_whole_persons_against_every_one_there_is(
    shortage: list[int], spare: list[int], total: int, data: st.DataObject
) -> None:
    given_problem = problem([list(map(float, shortage))], [total], spare=[list(map(float, spare))], steps=12)
    used = np.array([[data.draw(st.integers(0, 3)) for _ in shortage]])
    likely = used + np.array([[data.draw(few) for _ in shortage]])
    ours = recut(given_problem, used, likely)
    best, best_persons = reference.best(ours.problem, 12)
    assert reference.allowed(ours.problem, ours.persons)
    assert reference.worth(ours.problem, ours.persons) >= best - 0.35, "rounding may cost a part of one step"
    assert ours.persons.sum() == best_persons.sum()


@settings(max_examples=40, deadline=None)
@given(problems(streams=2, territories=3))
def test_every_price_is_what_one_more_unit_really_adds(given_problem: QuotaProblem) -> None:
    """Also where two things run out at once, and one more of either alone changes nothing."""
    shares = best_shares(given_problem)
    for k, resource in enumerate(given_problem.resources):
        for r in range(len(given_problem.territories)):
            more = resource.spare.copy()
            more[r] += 1
            resources = list(given_problem.resources)
            resources[k] = replace(resource, spare=more)
            gained = best_shares(replace(given_problem, resources=tuple(resources))).worth - shares.worth
            assert shares.prices[k, r] == pytest.approx(gained, abs=1e-5)
    for place, limit in enumerate(given_problem.limits):
        limits = list(given_problem.limits)
        limits[place] = replace(limit, persons=limit.persons + 1)
        gained = best_shares(replace(given_problem, limits=tuple(limits))).worth - shares.worth
        assert shares.limit_prices[place] == pytest.approx(gained, abs=1e-5)


def test_the_worth_of_the_program_is_that_of_the_slow_sum() -> None:
    given_problem = problem([[40.0, 90.0]], [50, 30], fills=[0.37, 1.0], spare=[[60.0, 25.0]])
    shares = best_shares(given_problem)
    assert reference.worth(given_problem, shares.persons) == pytest.approx(shares.worth, abs=1e-6)


def test_the_price_of_a_room_is_what_one_more_place_adds() -> None:
    given_problem = problem([[500.0, 800.0]], [300], fills=[0.5], spare=[[100.0, 60.0]])
    shares = best_shares(given_problem)
    for r in range(2):
        more = given_problem.resources[0].spare.copy()
        more[r] += 1
        richer = replace(given_problem, resources=(replace(given_problem.resources[0], spare=more),))
        gained = best_shares(richer).worth - shares.worth
        assert gained == pytest.approx(shares.prices[0, r], abs=0.01)
        assert shares.prices[0, r] > 0


def test_the_price_of_a_national_limit_is_what_one_more_permit_adds() -> None:
    given_problem = problem([[500.0, 800.0]], [100])
    shares = best_shares(given_problem)
    richer = replace(given_problem, limits=(replace(given_problem.limits[0], persons=101),))
    assert best_shares(richer).worth - shares.worth == pytest.approx(shares.limit_prices[0], abs=0.01)
    enough = best_shares(replace(given_problem, limits=(replace(given_problem.limits[0], persons=5000),)))
    assert enough.limit_prices[0] == pytest.approx(0, abs=1e-9), "a limit nobody reaches is worth nothing"


def test_the_same_problem_gives_the_same_bytes() -> None:
    given_problem = problem([[500.0, 800.0, 20.0]], [100, 70], spare=[[60.0, 90.0, 4.0]])
    first, second = best_shares(given_problem), best_shares(given_problem)
    assert first.persons.tobytes() == second.persons.tobytes()


def test_a_comparison_knows_nobody_from_unknown() -> None:
    found = allocate(problem([[100.0, 100.0, 0.0]], [10, 10], lower=[[0, 0, 0], [0, 0, 2]]))
    told = compare(found, {("stream 0", "T0"): 7}, {"stream 0": True})
    by_line = {(line.stream, line.territory): line for line in told.lines}
    assert by_line["stream 0", "T1"].official == 0, "a complete official quota has nothing there"
    assert by_line["stream 1", "T2"].official is None, "nothing was published about this stream"
    assert by_line["stream 1", "T2"].difference is None
    assert told.agreement == pytest.approx(min(7, int(found.persons[0, 0])) / 7)
    assert np.isfinite(told.moved)
