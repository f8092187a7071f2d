"""Truths of every rule set: the fast evaluation is the obvious one; better never scores lower; parts add up."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.countries import points
from qonys.engines.scoring import reference
from qonys.engines.scoring.assessment import assess
from qonys.engines.scoring.formula import read
from qonys.engines.scoring.kinds import Kind, Sort, category, dates, whole
from qonys.engines.scoring.ladder import after, ladder, months_left, path
from qonys.engines.scoring.many_steps import gains
from qonys.engines.scoring.people import people
from qonys.engines.scoring.rules import Citation, Field, Item, RuleSet
from qonys.engines.scoring.scores import score, score_spread, total_only
from qonys.engines.scoring.spans import item_span, spans_of
from qonys.engines.scoring.unknown import bounds
from qonys.engines.vocabulary.territory import Names

from .profiles import columns, person

DAY = date(2026, 3, 1)
NAMES = Names("x", "x", "x")
CITED = Citation("act", NAMES, NAMES, date(2026, 1, 1))
KINDS = {
    "age": whole(0, 120),
    "debt": whole(-50, 100_000),
    "level": category(("none", "a1", "a2", "b1"), ordered=True),
    "trade": category(("smith", "cook", "nurse")),
    "job": Kind(Sort.YES_NO),
    "born": dates(date(1920, 1, 1), date(2026, 12, 31)),
}
RULE_SETS = ("canada-crs", "kz-residence-pilot", "kz-resettlement-vulnerability", "kz-resettlement-readiness")
SIZE = 400


def rules_of(items: tuple[Item, ...]) -> RuleSet:
    fields = tuple(Field(name, kind, NAMES) for name, kind in KINDS.items())
    return RuleSet("drawn", NAMES, DAY, "", fields, (), (), items, -(10**9), 10**9, None, (), ())


def law_of(name: str) -> RuleSet:
    book = points.load(name)
    return book.on(book.changes[-1])


SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
LEAVES = ["age", "debt", "years(born, today)", "years(2000-02-29, born)", "0", "7", "365"]
TESTS = ["job", "trade in ('cook', 'nurse')", "trade = 'smith'", "age in (1, 2, 18)", "job = no", "born < 1970-06-30"]


def number(depth: int) -> st.SearchStrategy[str]:
    """A formula that gives a number, at most so deep."""
    if depth == 0:
        return st.sampled_from(LEAVES)
    inner, test = number(depth - 1), condition(depth - 1)
    return st.one_of(
        inner,
        st.builds("({} {} {})".format, inner, st.sampled_from("+-"), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["*", "//"]), st.integers(1, 5)),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("choose({}, {}, {})".format, test, inner, inner),
        st.builds("-({})".format, inner),
    )


def condition(depth: int) -> st.SearchStrategy[str]:
    if depth == 0:
        levels = st.builds("level {} '{}'".format, SIGNS, st.sampled_from(["none", "a1", "a2", "b1"]))
        return st.sampled_from(TESTS) | levels
    inner, left = condition(depth - 1), number(depth - 1)
    return st.one_of(
        inner,
        st.builds("({} {} {})".format, left, SIGNS, left),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("not ({})".format, inner),
    )


numbers, conditions = number(3), condition(3)


@settings(max_examples=120, deadline=None)
@given(numbers, conditions, st.integers(0, 2**32 - 1))
def test_the_fast_evaluation_is_the_obvious_one(formula: str, when: str, seed: int) -> None:
    scope = {**KINDS, "today": dates(DAY, DAY)}
    tree, condition = read(formula, scope, "drawn"), read(when, scope, "drawn")
    law = rules_of((Item("drawn", NAMES, "", CITED, formula=tree, when=condition),))
    found = columns(law, 64, seed)
    totals = total_only(law, people(law, found))
    for row in range(64):
        someone = person(law, found, row)
        assert totals[row] == reference.total(law, someone)
        assert tree.kind.low <= int(reference.value(tree, reference.known(law, someone))) <= tree.kind.high  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(numbers, conditions, st.integers(0, 2**32 - 1), st.sets(st.sampled_from(sorted(KINDS))))
def test_what_is_unknown_is_never_bounded_too_narrowly(formula: str, when: str, seed: int, hidden: set[str]) -> None:
    scope = {**KINDS, "today": dates(DAY, DAY)}
    item = Item("drawn", NAMES, "", CITED, formula=read(formula, scope, "f"), when=read(when, scope, "w"))
    law = rules_of((item,))
    found = columns(law, 30, seed)
    someone = person(law, found, 0)
    known = {name: value for name, value in someone.items() if name not in hidden}
    low, high = item_span(item, spans_of(law, known))
    for row in range(30):
        other = person(law, found, row) | known
        assert low <= reference.total(law, other) <= high


@pytest.mark.parametrize("name", RULE_SETS)
def test_every_shipped_rule_set_scores_as_the_reference_does(name: str) -> None:
    law = law_of(name)
    found = columns(law, SIZE, seed=5)
    scores = score(law, people(law, found))
    assert (scores.items.sum(axis=0) - scores.lost_to_cap == scores.total).all()
    assert (scores.total >= law.lowest).all() and (scores.total <= law.highest).all()
    for row in range(SIZE):
        one = assess(law, person(law, found, row))
        assert one.total == scores.total[row] and one.lost_to_cap == scores.lost_to_cap[row]
        assert [line.points for line in one.items] == list(scores.items[:, row])


@pytest.mark.parametrize("name", RULE_SETS)
def test_a_better_candidate_never_scores_lower(name: str) -> None:
    law = law_of(name)
    found = columns(law, SIZE, seed=6)
    for field in (each for each in law.fields if each.better):
        levels = range(field.kind.low, field.kind.high + 1, max(1, field.kind.size // 40))
        totals = [total_only(law, people(law, found | {field.name: np.full(SIZE, code)})) for code in levels]
        for lower, higher in pairwise(totals if field.better == "up" else totals[::-1]):
            assert (lower <= higher).all(), field.name


@pytest.mark.parametrize("name", RULE_SETS)
def test_a_ladder_tells_exactly_what_a_step_adds(name: str) -> None:
    law = law_of(name)
    found = columns(law, SIZE, seed=7)
    steps = gains(law, people(law, found))
    for row in range(0, SIZE, 8):
        someone = person(law, found, row)
        for place, step in enumerate(law.steps):
            again = reference.total(law, after(law, someone, step))
            assert steps.gain[place, row] == again - steps.total[row]


def test_the_number_of_threads_changes_nothing() -> None:
    law = law_of("canada-crs")
    everybody = people(law, columns(law, 70_001, seed=8))
    one, two, three = (score(law, everybody, threads) for threads in (1, 2, 3))
    for other in (two, three):
        assert (one.total == other.total).all() and (one.items == other.items).all()
        assert (one.lost_to_cap == other.lost_to_cap).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.sets(st.sampled_from(["kazakh", "age", "work_years", "home_arranged"]), min_size=1))
def test_bounds_are_reached_and_never_passed(seed: int, hidden: set[str]) -> None:
    """Every value the unknown could have is tried by plain force; the bounds are its fewest and its most."""
    law = law_of("kz-residence-pilot")
    found = columns(law, 1, seed)
    someone = person(law, found, 0)
    known = {name: value for name, value in someone.items() if name not in hidden}
    drawn = columns(law, 3000, seed + 1)
    everybody = {name: drawn[name] if name in hidden else np.full(3000, found[name][0]) for name in drawn}
    totals = total_only(law, people(law, everybody))
    answer = bounds(law, known)
    assert answer.exact and answer.low <= totals.min() and totals.max() <= answer.high
    assert {field.name for field in answer.settle} <= hidden
    for aim in (answer.low, answer.high):  # both ends can happen: shown by somebody
        assert aim in totals or len(hidden) > 2
    marks = {name: np.array([name in hidden]) for name in found}
    many = score_spread(law, people(law, found, marks))
    assert (many.low[0], many.high[0]) == (answer.low, answer.high)


def test_what_is_known_leaves_nothing_open() -> None:
    law = law_of("kz-residence-pilot")
    someone = person(law, columns(law, 1, 3), 0)
    answer = bounds(law, someone)
    assert answer.settled and answer.low == assess(law, someone).total and not answer.settle


def test_the_cheapest_path_is_the_cheapest_of_all() -> None:
    """Against every set of steps on different fields, tried by plain force."""
    law = law_of("kz-resettlement-readiness")
    found = columns(law, 60, seed=9)
    for row in range(60):
        one = assess(law, person(law, found, row))
        answer = path(one, cut_off=60)
        costs = []
        for chosen in range(2 ** len(law.steps)):
            facts, months = dict(one.facts), 0
            for step in (step for place, step in enumerate(law.steps) if chosen >> place & 1):
                months += months_left(law, facts, step)
                facts = after(law, facts, step)
            if reference.total(law, facts) >= 60:
                costs.append(months)
        if answer.rung is None:
            assert not costs and answer.proven
        else:
            assert answer.rung.months == min(costs)
            assert answer.rung.total >= 60


def test_the_ladder_advises_only_what_the_law_lists_and_what_changes_something() -> None:
    law = law_of("kz-residence-pilot")
    facts = person(law, columns(law, 1, 4), 0) | {"kazakh": "a1", "age": 30}
    rungs = ladder(assess(law, facts))
    gained = {rung.steps[0].name: rung.gain for rung in rungs}
    assert gained["kazakh_a2"] == 40
    assert "kazakh_a1" not in gained
    assert not any("age" in rung.steps[0].changes for rung in rungs)


def test_what_is_behind_a_person_is_not_counted_again() -> None:
    law = law_of("kz-residence-pilot")
    steps = {step.name: step for step in law.steps}
    someone = person(law, columns(law, 1, 4), 0) | {"kazakh": "a1", "work_years": 8, "certificates": 3}
    assert months_left(law, someone, steps["kazakh_a1"]) == 0
    assert months_left(law, someone, steps["kazakh_b1"]) == steps["kazakh_b1"].months - steps["kazakh_a1"].months
    assert months_left(law, someone | {"kazakh": "none"}, steps["kazakh_b1"]) == steps["kazakh_b1"].months
    college = someone | {"education": "vocational"}
    assert months_left(law, college, steps["bachelors"]) == steps["bachelors"].months  # no part of it is done
    assert months_left(law, someone | {"education": "bachelors"}, steps["masters"]) == 24
    assert months_left(law, someone, steps["work_10"]) == 24
    assert months_left(law, someone, steps["work_5"]) == 0
    assert months_left(law, someone, steps["certificates_2"]) == 0
