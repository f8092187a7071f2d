"""What cannot be law does not load: each refusal names the file, the row, the value and what to do."""

from __future__ import annotations

import pytest

from qonys.countries.points import read_book
from qonys.engines.vocabulary.errors import BadInput, UnlawfulRules

from ...engines.scoring.rule_files import NAME, SMALL, small, text

A_LINE = "{age: 18-44, points: 20, article: art. 1 (2)}"


def refused(*changes: tuple[str, str]) -> str:
    with pytest.raises(BadInput) as letter:
        small(*changes)
    return str(letter.value)


def test_the_small_rule_set_is_lawful() -> None:
    assert small().name == "small-town"


@pytest.mark.parametrize(
    "old, new",
    [
        ("points: 20, article: art. 1 (2)", "points: 20"),
        ("points: 20, article: art. 1 (2)", "points: 20, article: '  '"),
        ("points: 20, article: art. 1 (2)", "points: 20, article: null"),
    ],
)
def test_a_bracket_without_its_article_does_not_load(old: str, new: str) -> None:
    letter = refused((old, new))
    assert "a bracket carries its article" in letter
    row = 1 + [line.strip() for line in SMALL.split("\n")].index(f"- {A_LINE}")
    assert f"Row {row} of {NAME}: items.age.versions.0.brackets.1" in letter
    assert "no line without its law" in letter


@pytest.mark.parametrize(
    "entry", ["since: 2026-01-01, act: order_1, article: art. 3, ", "act: order_1, ", "article: art. 3, "]
)
def test_a_line_without_its_citation_does_not_load(entry: str) -> None:
    version = "{since: 2026-01-01, act: order_1, article: art. 3, when: speaks"
    assert "this entry is needed" in refused((version, version.replace(entry, "")))


def test_a_cap_and_a_pass_mark_carry_their_articles_too() -> None:
    assert "groups.skills.caps.0.article" in refused((", article: art. 5", ""))
    assert "pass_marks.0.article" in refused((", article: art. 6", ""))
    assert "derived.speaks.act" in refused(("act: order_1, article: art. 2}", "article: art. 2}"))


def test_an_act_that_nobody_describes_is_refused() -> None:
    assert "this act is not described. Found: 'order_9'" in refused(
        ("act: order_1, article: art. 3", "act: order_9, article: art. 3")
    )


@pytest.mark.parametrize(
    "bracket, said",
    [
        ("{age: 19-44, points: 20, article: art. 1 (2)}", "there is a gap: no bracket holds for age 18."),
        ("{age: 17-44, points: 20, article: art. 1 (2)}", "brackets.0 and brackets.1 both hold for age 17."),
        ("{age: 18-40, points: 20, article: art. 1 (2)}", "there is a gap: no bracket holds for age 41 to 44."),
    ],
)
def test_gaps_and_overlaps_are_proven_cell_by_cell(bracket: str, said: str) -> None:
    letter = refused((A_LINE, bracket))
    assert said in letter and "items.age" in letter and "Row " in letter


def test_a_gap_in_two_dimensions_is_found() -> None:
    two = "{kazakh: [a2, b1], job: yes, points: 40, article: art. 2 (3)}"
    assert "no bracket holds for kazakh a2, job no" in refused(
        ("{kazakh: [a2, b1], points: 40, article: art. 2 (3)}", two)
    )


def test_an_unlawful_fall_is_refused() -> None:
    letter = refused(("points: 10, article: art. 2 (2)", "points: 45, article: art. 2 (2)"))
    assert "45 points (kazakh a1), then 40 (kazakh a2)" in letter
    assert "it rises with kazakh" in letter


def test_a_second_peak_is_refused() -> None:
    second = "{age: 45-59, points: 5, article: x}\n          - {age: 60+, points: 9, article: x}"
    assert "it peaks with age" in refused(("{age: 45+, points: 5, article: art. 1 (3)}", second))


def test_a_total_that_could_fall_as_the_better_rises_is_refused() -> None:
    """Declared on the field, the promise holds through every line: here a condition would take it back."""
    letter = refused(("when: speaks", "when: kazakh < 'a2'"))
    assert "'kazakh' is declared better up, but item job may turn the other way with it" in letter


def test_a_total_beyond_the_bounds_of_the_law_is_refused() -> None:
    assert "the total could be 0 to 70 on 2026-01-01, the law names 0 to 69" in refused(("to: 100", "to: 69"))


def test_two_versions_of_one_line_on_one_day_are_refused() -> None:
    line = '{since: 2026-01-01, act: order_1, article: art. 3, when: speaks, formula: "choose(job, 30, 0)"}'
    assert "two versions hold on 2026-01-01" in refused((line, f"{line}\n      - {line}"))
    ends = line.replace("since: 2026-01-01,", "since: 2026-01-01, until: 2026-06-30,")
    later = line.replace("2026-01-01", "2026-06-01")
    assert "two versions hold on 2026-06-01" in refused((line, f"{ends}\n      - {later}"))


@pytest.mark.parametrize(
    "name", ["origin", "ethnicity", "nationality", "sex", "gender", "religion", "birth_place", "country_of_origin"]
)
def test_nobody_is_scored_by_what_the_law_protects(name: str) -> None:
    letter = refused(("  job: {kind: yes_no, better: up,", f"  {name}: {{kind: yes_no, better: up,"))
    assert "nobody may be scored by this" in letter and f"fields.{name}" in letter


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("kind: yes_no", "kind: maybe", "fields.job.kind"),
        ("from: 0, to: 120", "to: 120", "a whole number has its bounds"),
        ("{kazakh: a1, points", "{kazak: a1, points", "brackets ask for 'kazak', which nobody declares"),
        ("{kazakh: a1, points", "{kazakh: c9, points", "this is not one of none, a1, a2, b1"),
        ("age: 18-44", "age: 44-18", "ends before it begins"),
        ("age: 45+", "age: 45-200", "outside 0 to 120"),
        ("age: 18-44", "age: eighteen", "this is no span of numbers"),
        ("points: 20", "points: 20.5", "these are no points"),
        ("points: 20", "points: yes", "these are no points"),
        ("change: {job: yes}", "change: {jobs: yes}", "there is no field of that name"),
        ("change: {kazakh: a2}", "change: {kazakh: c9}", "steps.a2.change.kazakh"),
        (
            "change: {kazakh: a2}, months: 8",
            "change: {kazakh: a2}, months: 8, after: a1",
            "no such step lies on the way",
        ),
        ("group: skills", "group: skill", "there is no such group"),
        ("since: 2026-01-01\ntotal", "since: 2026-01-01\nuntil: 2025-01-01\ntotal", "ends before it begins"),
        ("titles: {kk", "titel: {kk", "Did you mean titles?"),
        ("en: Order No 1}", "}", "acts.order_1.en"),
        ("derived:\n  speaks", "derived:\n  job", "this name is taken"),
    ],
)
def test_each_slip_of_the_pen_gets_a_letter(old: str, new: str, said: str) -> None:
    letter = refused((old, new))
    assert said in letter, letter
    assert NAME in letter


def test_a_group_cannot_contain_itself() -> None:
    assert "a group cannot contain itself" in refused(
        ("  skills:\n    names", "  skills:\n    within: skills\n    names")
    )


def test_what_is_read_is_what_is_hashed() -> None:
    """Receipts name the text they were computed from: another text, even of the same law, has another digest."""
    assert read_book(SMALL, NAME).digest == small().digest
    assert read_book(text(("art. 6", "art. 6a")), NAME).digest != small().digest


def test_letters_are_unlawful_rules_or_plain_bad_input() -> None:
    with pytest.raises(UnlawfulRules):
        small((A_LINE, "{age: 19-44, points: 20, article: art. 1 (2)}"))
