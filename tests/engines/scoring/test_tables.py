"""Tables of every width: looked up as the obvious evaluation reads them, and proven to cover each case once."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.engines.scoring import reference
from qonys.engines.scoring.kinds import Kind, Sort, category, whole
from qonys.engines.scoring.people import people
from qonys.engines.scoring.proofs import covered_once
from qonys.engines.scoring.rules import Bracket, Citation, Condition, Field, Item, RuleSet, Table
from qonys.engines.scoring.scores import score
from qonys.engines.vocabulary.errors import UnlawfulRules
from qonys.engines.vocabulary.territory import Names

from .profiles import columns, person

NAMES = Names("x", "x", "x")
CITED = Citation("act", NAMES, NAMES, date(2026, 1, 1))
KINDS = {
    "age": whole(0, 120),
    "income": whole(-50, 1_000_000),  # too wide to be looked up code by code
    "months": whole(0, 9_000),
    "level": category(("none", "a1", "a2", "b1"), ordered=True),
    "job": Kind(Sort.YES_NO),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table without gap or overlap: every dimension cut into spans, every cell of the grid a bracket."""
    names = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3, unique=True))
    spans = []
    for name in names:
        kind = KINDS[name]
        cuts = draw(st.sets(st.integers(kind.low + 1, kind.high), max_size=4))
        edges = [kind.low, *sorted(cuts), kind.high + 1]
        spans.append([(low, high - 1) for low, high in pairwise(edges)])
    brackets = []
    for place, cell in enumerate(product(*spans)):
        conditions = tuple(Condition(name, (span,)) for name, span in zip(names, cell, strict=True))
        brackets.append(Bracket(conditions, draw(st.integers(-300, 40_000)), CITED, f"brackets.{place}"))
    order = draw(st.permutations(brackets)) if len(brackets) < 20 else brackets
    return Table(tuple(names), tuple(KINDS[name] for name in names), tuple(order))


def law_with(table: Table) -> RuleSet:
    fields = tuple(Field(name, kind, NAMES) for name, kind in KINDS.items())
    item = Item("drawn", NAMES, "", CITED, table=table)
    return RuleSet("drawn", NAMES, date(2026, 3, 1), "", fields, (), (), (item,), -(10**9), 10**9, None, (), ())


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(0, 2**32 - 1))
def test_a_table_of_any_width_is_read_as_the_obvious_evaluation_reads_it(table: Table, seed: int) -> None:
    covered_once(table, "drawn")
    law = law_with(table)
    found = columns(law, 40, seed)
    scores = score(law, people(law, found))
    for row in range(40):
        someone = person(law, found, row)
        assert scores.total[row] == scores.items[0, row] == reference.total(law, someone)


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_a_bracket_taken_out_is_a_gap_and_one_put_twice_an_overlap(table: Table, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(table.brackets) - 1))
    without = Table(table.dimensions, table.kinds, table.brackets[:place] + table.brackets[place + 1 :])
    with pytest.raises(UnlawfulRules, match="there is a gap"):
        covered_once(without, "drawn")
    twice = Table(table.dimensions, table.kinds, (*table.brackets, table.brackets[place]))
    with pytest.raises(UnlawfulRules, match="brackets overlap"):
        covered_once(twice, "drawn")
