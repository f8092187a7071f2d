"""Laws of quotas: sums, bounds and rooms hold for whole persons, reasons add up, a re-cut sends nobody back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.allocation.apportion import largest_remainders
from qonys.engines.allocation.problem import SLACK, QuotaProblem
from qonys.engines.allocation.quotas import allocate, likely_use, recut
from qonys.engines.vocabulary.errors import OutOfRange, SumsDisagree
from tests.engines.allocation.problems import MidYear, mid_years, problem, problems

QUICK = settings(max_examples=150, deadline=None)


@QUICK
@given(problems())
def test_no_bound_room_or_limit_is_ever_exceeded_by_a_person(given_problem: QuotaProblem) -> None:
    persons = allocate(given_problem).persons
    assert (persons >= given_problem.lower).all() and (persons <= given_problem.upper).all()
    for resource, used in zip(given_problem.resources, given_problem.used(persons), strict=True):
        assert (used <= resource.spare + SLACK).all()
    for limit in given_problem.limits:
        assert persons[limit.streams].sum() <= limit.persons + SLACK


@QUICK
@given(problems())
def test_the_reasons_of_every_line_add_up_to_it(given_problem: QuotaProblem) -> None:
    for line in allocate(given_problem).lines:
        assert sum(reason.amount for reason in line.reasons) == line.persons
        assert line.reasons and all(all(vars(reason.names).values()) for reason in line.reasons)


@QUICK
@given(problems())
def test_nobody_is_invited_where_nothing_is_missing(given_problem: QuotaProblem) -> None:
    persons = allocate(given_problem).persons
    assert (persons[given_problem.shortage[given_problem.purpose] == 0] == 0).all()
    one_person = given_problem.fills.max()
    assert (given_problem.filled(persons) <= given_problem.shortage + one_person + SLACK).all()


@QUICK
@given(problems(), st.data())
def test_a_recut_never_falls_below_what_is_used_and_breaks_no_limit(given_problem: QuotaProblem, data) -> None:
    first = allocate(given_problem).persons
    shares = data.draw(st.lists(st.floats(0, 1), min_size=first.size, max_size=first.size))
    used = np.floor(first * np.array(shares).reshape(first.shape)).astype(np.int64)
    likely = likely_use(used, data.draw(st.sampled_from([0.25, 0.54, 1.0])))
    again = recut(given_problem, used, likely).persons
    assert (again >= used).all()
    assert (again <= np.maximum(used, likely)).all()
    for limit in given_problem.limits:
        assert again[limit.streams].sum() <= limit.persons + SLACK


@QUICK
@given(mid_years())
def test_a_recut_sends_nobody_back_and_adds_nobody_where_it_is_full(mid: MidYear) -> None:
    """Whatever came, beyond a line, a room or the national quota, stays; the bounds hold for the rest."""
    again = recut(mid.problem, mid.used, mid.likely, in_force=mid.in_force, kept=mid.kept).persons
    assert (again >= mid.used).all()
    if mid.likely is not None:
        assert (again <= np.maximum(mid.used, mid.likely)).all()
    assert (again <= np.maximum(mid.used, mid.problem.upper)).all()
    taken = mid.problem.used(mid.used)
    for k, resource in enumerate(mid.problem.resources):
        assert (mid.problem.used(again)[k] <= np.maximum(resource.spare, taken[k]) + SLACK).all()
    for limit in mid.problem.limits:
        assert again[limit.streams].sum() <= max(limit.persons, mid.used[limit.streams].sum()) + SLACK


@QUICK
@given(mid_years())
def test_the_reasons_of_a_recut_lead_from_the_line_in_force_to_the_new_one(mid: MidYear) -> None:
    found = recut(mid.problem, mid.used, mid.likely, in_force=mid.in_force, kept=mid.kept)
    for line, before in zip(found.lines, mid.in_force.ravel(), strict=True):
        assert (line.reasons[0].kind, line.reasons[0].amount) == ("in_force", before)
        assert sum(reason.amount for reason in line.reasons) == line.persons
        assert all(reason.amount < 0 for reason in line.reasons if reason.kind in ("lags", "held_back", "need_met"))
        assert all(reason.amount > 0 for reason in line.reasons if reason.kind == "already_came")


@QUICK
@given(mid_years(streams=2))
def test_a_line_keeps_what_it_will_use_where_there_is_room_for_all_who_keep(mid: MidYear) -> None:
    free = replace(mid.problem, resources=(), limits=(), upper=np.full(mid.problem.shape, 10**6))
    again = recut(free, mid.used, mid.likely, in_force=mid.in_force, kept=mid.in_force).persons
    wanted = mid.in_force if mid.likely is None else np.minimum(mid.in_force, mid.likely)
    assert (again >= np.maximum(wanted, mid.used)).all()


def test_a_lagging_line_frees_what_it_will_not_use_for_one_that_keeps_pace() -> None:
    start = problem([[5000.0, 5000.0, 5000.0]], [300])
    in_force, used = np.array([[200, 100, 0]]), np.array([[40, 60, 0]])
    found = recut(start, used, likely_use(used, 0.5), in_force=in_force, kept=in_force)
    assert found.persons.tolist() == [[100, 150, 5]]
    told = [[(reason.kind, reason.amount) for reason in line.reasons] for line in found.lines]
    assert told == [
        [("in_force", 200), ("lags", -100)],
        [("in_force", 100), ("passed_on", 50)],
        [("in_force", 0), ("passed_on", 5)],
    ]
    assert found.unplaced == {"total 0": 45}


def test_more_than_the_quota_in_force_is_kept_and_named() -> None:
    start = problem([[5000.0, 5000.0]], [100], spare=[[30.0, 500.0]])
    in_force, used = np.array([[20, 80]]), np.array([[90, 70]])
    found = recut(start, used, likely_use(used, 1.0), in_force=in_force, kept=in_force)
    assert found.persons.tolist() == [[90, 70]]
    told = [[(reason.kind, reason.amount) for reason in line.reasons] for line in found.lines]
    assert told[0] == [("in_force", 20), ("already_came", 70)]
    assert sum(amount for _, amount in told[1]) == 70


@QUICK
@given(problems(streams=1, resources=1), st.data())
def test_more_shortage_never_earns_a_smaller_quota(given_problem: QuotaProblem, data) -> None:
    """Claimed for what fills one shortage: one more person may be lost to rounding, never more."""
    where = data.draw(st.integers(0, len(given_problem.territories) - 1))
    more = given_problem.shortage.copy()
    more[0, where] *= data.draw(st.sampled_from([1.05, 1.5, 4.0]))
    before = allocate(given_problem).persons[0, where]
    after = allocate(replace(given_problem, shortage=more)).persons[0, where]
    assert after >= before - 1


@QUICK
@given(problems(), st.data())
def test_more_shortage_is_never_filled_less_whatever_streams_and_rooms_are_shared(
    given_problem: QuotaProblem, data
) -> None:
    """Exact for the shares; whole persons may lose one a stream."""
    p = data.draw(st.integers(0, len(given_problem.shortage) - 1))
    r = data.draw(st.integers(0, len(given_problem.territories) - 1))
    more = given_problem.shortage.copy()
    more[p, r] *= data.draw(st.sampled_from([1.05, 1.5, 4.0]))
    before, after = allocate(given_problem), allocate(replace(given_problem, shortage=more))
    filled = [given_problem.filled(found.shares.persons)[p, r] for found in (before, after)]
    assert filled[1] >= filled[0] - 1e-5
    whole = [given_problem.filled(found.persons)[p, r] for found in (before, after)]
    assert whole[1] >= whole[0] - len(given_problem.streams) * given_problem.fills.max()


@QUICK
@given(problems(resources=0))
def test_a_quota_is_given_out_to_the_person_while_anybody_needs_it(given_problem: QuotaProblem) -> None:
    free = replace(given_problem, upper=np.full(given_problem.shape, 10**6))
    found = allocate(free)
    missing = free.shortage.sum(axis=1) - free.filled(found.persons).sum(axis=1)
    for s, limit in enumerate(free.limits):
        left = limit.persons - found.persons[s].sum()
        assert left == 0 or missing[free.purpose[s]] <= free.fills.max() * (len(free.territories) + 1)


def test_without_other_bounds_the_quota_follows_need_to_two_per_cent() -> None:
    need = [[1000.0, 2000.0, 4000.0, 3000.0]]
    persons = allocate(problem(need, [500])).persons[0]
    assert persons.sum() == 500
    assert persons == pytest.approx(np.array([50, 100, 200, 150]), rel=0.02, abs=1)


def test_what_one_place_cannot_take_is_passed_on_to_the_others() -> None:
    found = allocate(problem([[1000.0, 1000.0]], [300], spare=[[40.0, 1e6]]))
    assert found.persons.tolist() == [[40, 260]]
    held, lifted = found.lines
    assert [(r.kind, r.amount, r.detail) for r in held.reasons] == [
        ("share", 150, ""),
        ("held_back", -110, "resource 0"),
    ]
    assert [(r.kind, r.amount) for r in lifted.reasons] == [("share", 150), ("passed_on", 110)]
    assert found.unplaced == {"total 0": 0}


def test_where_two_things_are_missing_both_are_named_and_one_more_of_either_is_worth_nothing() -> None:
    found = allocate(problem([[1000.0, 1000.0]], [300], spare=[[0.0, 1e6], [0.0, 1e6]]))
    assert [(r.kind, r.amount, r.detail) for r in found.lines[0].reasons] == [
        ("share", 150, ""),
        ("held_back", -150, "resource 0,resource 1"),
    ]
    assert found.price("resource 0").tolist() == found.price("resource 1").tolist() == [0, 0]
    one = allocate(problem([[1000.0, 1000.0]], [300], spare=[[0.0, 1e6], [9.0, 1e6]], per_person=[[0.25], [1.0]]))
    assert one.price("resource 0")[0] > 0 and one.more("resource 0")[0] == pytest.approx(4)
    assert one.price("resource 1")[0] == one.more("resource 1")[0] == 0


def test_places_no_territory_has_room_for_stay_unplaced_and_are_counted() -> None:
    found = allocate(problem([[1000.0, 1000.0]], [300], spare=[[40.0, 60.0]]))
    assert found.totals == {"stream 0": 100} and found.unplaced == {"total 0": 200}


def test_two_streams_keep_their_mix_where_bounds_allow() -> None:
    persons = allocate(problem([[1000.0, 3000.0]], [100, 300])).persons
    assert persons.sum(axis=1).tolist() == [100, 300]
    assert persons == pytest.approx(np.array([[25, 75], [75, 225]]), abs=3)


def test_a_mid_year_swap_between_kinds_is_an_ordinary_recut() -> None:
    """In August 2024 the quota moved from 2,433 and 7,050 to 3,033 and 6,450: the same 9,483 people."""
    start = problem([[20_000.0, 30_000.0]], [2433, 7050])
    together = replace(start.limits[0], name="both", streams=np.array([True, True]), persons=9483)
    used = np.array([[1200, 1500], [900, 1100]])
    swapped = recut(replace(start, limits=(together,)), used, mix=np.repeat([[3033.0], [6450.0]], 2, axis=1))
    assert swapped.persons.sum() == 9483 and (swapped.persons >= used).all()
    assert swapped.persons.sum(axis=1) == pytest.approx(np.array([3033, 6450]), abs=60)


def test_impossible_protection_is_refused_in_words() -> None:
    with pytest.raises(SumsDisagree, match=r"T1: what is protected needs more of 'resource 0'.*infrastructure"):
        problem([[9.0, 9.0]], [20], spare=[[9.0, 2.0]], lower=[[0, 5]])
    with pytest.raises(SumsDisagree, match="exceed the limit 'total 0'"):
        problem([[9.0, 9.0]], [4], lower=[[3, 3]])
    with pytest.raises(SumsDisagree, match="exceeds the most allowed"):
        problem([[9.0, 9.0]], [20], lower=[[3, 3]], upper=[[2, 9]])
    with pytest.raises(OutOfRange, match="shortage is negative"):
        problem([[-1.0, 9.0]], [20])


@QUICK
@given(st.lists(st.tuples(st.floats(0, 50), st.integers(0, 9), st.integers(0, 60)), min_size=1, max_size=8), st.data())
def test_largest_remainders_sum_exactly_within_bounds(lines: list[tuple[float, int, int]], data) -> None:
    shares, lower = np.array([x for x, _, _ in lines]), np.array([low for _, low, _ in lines])
    upper = lower + np.array([room for _, _, room in lines])
    total = data.draw(st.integers(int(lower.sum()), int(upper.sum())))
    whole = largest_remainders(shares, total, lower, upper)
    assert whole.sum() == total
    assert (whole >= lower).all() and (whole <= upper).all()
    with pytest.raises(SumsDisagree):
        largest_remainders(shares, int(upper.sum()) + 1, lower, upper)


def test_hamiltons_method_on_a_case_done_by_hand() -> None:
    free = np.zeros(3, dtype=np.int64), np.full(3, 100)
    assert largest_remainders(np.array([3.6, 5.5, 0.9]), 10, *free).tolist() == [4, 5, 1]
