"""The rule sets that come with the program hold their worked examples, and every line is met by one."""

from __future__ import annotations

import pytest

from qonys.countries import points
from qonys.countries.points.cases import examples_of, parse_examples
from qonys.engines.scoring.examples import may_take_effect
from qonys.engines.vocabulary.errors import BadInput

EXAMPLE = """
rules: small-town
common: {age: 30}
examples:
  - {name: one, day: 2026-02-01, facts: {kazakh: a1, job: no}, total: 30, items: {age: 20}, signed_by: A. Lawyer}
"""


@pytest.mark.parametrize("name", points.built_in_rule_sets())
def test_every_example_holds_and_every_line_is_met(name: str) -> None:
    book, examples = points.load(name), examples_of(name)
    assert examples
    for day in book.changes:
        assert may_take_effect(book, day, examples).reasons == ()


def test_facts_join_what_all_examples_have_in_common() -> None:
    (one,) = parse_examples(EXAMPLE, "cases.yaml")
    assert one.facts == {"age": 30, "kazakh": "a1", "job": False}
    assert one.signed_by == "A. Lawyer"


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("total: 30", "totl: 30", "Did you mean total?"),
        ("day: 2026-02-01", "day: soon", "examples.0.day"),
        ("name: one", "name: One!", "examples.0.name"),
        ("rules: small-town\n", "", "this entry is needed"),
    ],
)
def test_a_slip_in_an_example_gets_a_letter(old: str, new: str, said: str) -> None:
    with pytest.raises(BadInput) as letter:
        parse_examples(EXAMPLE.replace(old, new), "cases.yaml")
    assert said in str(letter.value) and "cases.yaml" in str(letter.value)


def test_the_placeholders_of_the_pilots_are_marked_line_by_line() -> None:
    """The weights were not published: no line of the pilots may look like law."""
    for name in ("kz-residence-pilot", "kz-kandas-pilot"):
        law = points.load(name).on(points.load(name).since)
        assert {item.name for item in law.items} <= set(law.placeholders)
        assert law.pass_mark is not None and law.pass_mark.points == 400 and not law.pass_mark.placeholder
    assert not points.load("canada-crs").on(points.load("canada-crs").changes[-1]).placeholders
