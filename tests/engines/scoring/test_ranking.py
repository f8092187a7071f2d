"""Seats, ties and cut-offs; who gains and who loses by a change of the law."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.scoring.comparison import difference
from qonys.engines.scoring.examples import Example, may_take_effect
from qonys.engines.scoring.people import people
from qonys.engines.scoring.ranking import rank
from qonys.engines.scoring.rules import Citation, Tie
from qonys.engines.scoring.versions import text_difference
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.territory import Names

from .profiles import columns
from .rule_files import small

NAMES = Names("x", "x", "x")
EARLIER = Tie("submitted", "smallest", NAMES, Citation("act", NAMES, NAMES, date(2015, 1, 1)))
DAY = date(2026, 2, 1)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=30), st.integers(0, 12))
def test_ranks_are_those_of_a_plain_sort(given_people: list[tuple[int, int]], seats: int) -> None:
    totals = np.array([each[0] for each in given_people], dtype=np.int64)
    submitted = np.array([each[1] for each in given_people], dtype=np.int64)
    found = rank(totals, seats, (EARLIER,), {"submitted": submitted})
    keys = [(-points, day) for points, day in given_people]
    for row, key in enumerate(keys):
        before = sum(other < key for other in keys)
        assert found.rank[row] == before + 1
        assert found.invited[row] == (before + keys.count(key) <= seats)  # equals together, or none of them
    assert found.invited.sum() <= seats
    assert found.cut_off == (totals[found.invited].min() if found.invited.any() else None)


def test_a_round_of_canada_with_its_published_tie_break() -> None:
    """The published rule: of those with the lowest score invited, the ones who submitted their profile earlier."""
    totals = np.array([500, 439, 439, 439, 438])
    submitted = np.array(
        ["2017-05-01T10:00", "2017-03-01T09:00", "2017-04-24T07:48", "2017-09-01T00:00", "2017-01-01T00:00"]
    )
    found = rank(totals, 3, (EARLIER,), {"submitted": submitted})
    assert found.invited.tolist() == [True, True, True, False, False]
    assert found.cut_off == 439 and found.tied_out == 0
    assert found.margin.tolist() == [61, 0, 0, 0, -1]


def test_nobody_is_drawn_among_equals() -> None:
    found = rank(np.array([50, 40, 40]), seats=2)
    assert found.invited.tolist() == [True, False, False] and found.tied_out == 2


def test_nobody_below_the_pass_mark() -> None:
    assert rank(np.array([50, 40, 30]), seats=3, at_least=40).invited.tolist() == [True, True, False]


def test_the_tie_break_needs_its_column() -> None:
    with pytest.raises(BadInput, match="submitted"):
        rank(np.array([1, 2]), 1, (EARLIER,))


def test_who_gains_and_who_loses_is_counted_by_groups_that_never_enter_the_score() -> None:
    old, new = small().on(DAY), small(("points: 10, article: art. 2 (2)", "points: 30, article: art. 2 (2)")).on(DAY)
    everybody = columns(old, 1000, seed=1)
    groups = {
        "sex": np.where(np.arange(1000) % 2 == 0, "female", "male"),
        "origin": np.where(np.arange(1000) < 995, "here", "there"),
    }
    found = difference(old, new, people(old, everybody), groups)
    a1 = everybody["kazakh"] == 1
    assert ((found.change > 0) <= a1).all() and (found.change >= 0).all()
    by_sex = {each.group: each for each in found.groups if each.by == "sex"}
    assert by_sex["female"].people + by_sex["male"].people == 1000
    assert by_sex["female"].gain + by_sex["male"].gain == (found.change > 0).sum()
    assert all(each.gain + each.lose + each.same == each.people for each in found.groups)
    assert found.newly_pass == sum(each.passed_after - each.passed_before for each in by_sex.values())
    assert max(each.ratio for each in by_sex.values() if each.ratio is not None) == 1.0
    small_group = [each for each in found.groups if each.by == "origin"]
    assert {each.group for each in small_group} == {"here", "other"}  # five people are not shown by themselves


def test_a_change_of_the_law_as_text() -> None:
    old = small().on(DAY)
    new = small(
        ("points: 10, article: art. 2 (2)", "points: 30, article: art. 2 (2)"),
        ("points: 60, act", "points: 55, act"),
        ("points: 50, act", "points: 60, act"),
        ("choose(job, 30, 0)", "choose(job, 25, 0)"),
    ).on(DAY)
    assert text_difference(old, new) == (
        "pass mark: 60 -> 55",
        "kazakh, kazakh a1: 10 -> 30",
        "job, formula: choose(job, 30, 0) -> choose(job, 25, 0)",
        "cap of skills: 50 -> 60",
    )
    assert text_difference(old, old) == ()


EXAMPLES = (
    Example("child", DAY, {"age": 10, "kazakh": "none", "job": False}, 0, {"job": 0}, signed_by="a lawyer"),
    Example("a1", DAY, {"age": 30, "kazakh": "a1", "job": True}, 60, passes=True, signed_by="a lawyer"),
    Example("b1", DAY, {"age": 60, "kazakh": "b1", "job": True}, 55, lost_to_cap=20, signed_by="a lawyer"),
)


def test_a_rule_set_takes_effect_when_its_examples_hold() -> None:
    assert may_take_effect(small(), DAY, EXAMPLES, demand_signed=True).ready


def test_a_rule_set_whose_example_fails_does_not_take_effect() -> None:
    found = may_take_effect(small(("choose(job, 30, 0)", "choose(job, 25, 0)")), DAY, EXAMPLES)
    assert not found.ready
    assert found.reasons == (
        "example a1: total should be 60, the rule set gives 55",
        "example a1: passes should be True, the rule set gives False",
        "example b1: lost_to_cap should be 20, the rule set gives 15",
    )


def test_every_line_needs_an_example() -> None:
    found = may_take_effect(small(), DAY, EXAMPLES[1:])
    assert found.uncovered == ("age, brackets.0", "kazakh, brackets.0", "job, when")


def test_an_unsigned_example_does_not_count_where_signatures_are_asked() -> None:
    unsigned = (*EXAMPLES, Example("extra", DAY, {"age": 30, "kazakh": "none", "job": False}, 20))
    assert may_take_effect(small(), DAY, unsigned).ready
    assert may_take_effect(small(), DAY, unsigned, demand_signed=True).reasons == ("example extra is not signed",)
