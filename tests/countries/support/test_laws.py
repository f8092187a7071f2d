"""Laws of the calculation, over invented families: it adds up, it gives reasons, it never guesses."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.countries.support.answer import Entitlements, Money, State, Verdict
from qonys.countries.support.conditions import CHECKS
from qonys.countries.support.entitlements import LawBook, entitlements, next_steps, read_law_book
from qonys.countries.support.household import Application, Household, Member, Move
from qonys.countries.support.law import Amount, Support, in_force
from qonys.countries.support.report import lines
from qonys.engines.vocabulary.errors import BadInput, UnknownTerritory
from qonys.engines.vocabulary.territory import Names
from tests.countries.support import reference
from tests.countries.support.families import ANSWERS, applications

BOOK = read_law_book("kz")
LANGUAGES = ("kk", "ru", "en")
EXAMPLE = Application(Household((Member(30, "head"),)), Move(date(2026, 3, 2), "KZ-61", "KZ-59"))


def total(moneys: list[Money]) -> Money:
    return sum(moneys, Money(0, 0))


@given(applications)
def test_the_total_is_the_sum_of_its_items_and_of_its_payments(application: Application) -> None:
    answer = entitlements(BOOK, application)
    assert answer.total == total([each.money for each in answer.counted]) == answer.first_year + answer.home
    for item in answer.items:
        given_out = total([each.money for each in item.payments])
        assert item.money == (Money(0, 0) if item.verdict == Verdict.LOST else given_out)
        assert 0 <= item.money.low <= item.money.high
    assert answer.first_month.low <= answer.first_year.low and answer.first_month.high <= answer.first_year.high
    assert not any(each.receiver == "employer" or each.kind in ("grant", "service") for each in answer.counted)


@given(applications)
def test_every_amount_is_that_of_the_slow_reference(application: Application) -> None:
    answer = entitlements(BOOK, application)
    held = {each.measure: each for each in answer.items}
    for measure in ("relocation", "rent", "certificate"):
        expected = getattr(reference, measure)(application)
        if expected is None:
            assert measure not in held or held[measure].verdict in (Verdict.UNKNOWN, Verdict.LOST)
        elif held[measure].verdict != Verdict.LOST:
            assert held[measure].money == Money(*expected)


@given(applications)
def test_a_verdict_follows_from_its_conditions_and_says_why(application: Application) -> None:
    for item in entitlements(BOOK, application).items:
        states = {each.state for each in item.conditions}
        assert (item.verdict == Verdict.LOST) == (State.LOST in states)
        if item.verdict == Verdict.DUE:
            assert states <= {State.MET} and item.known
        if item.verdict in (Verdict.LOST, Verdict.OPEN):
            assert item.reasons and all(each.state != State.MET for each in item.reasons)


def texts(answer: Entitlements) -> list[Names]:
    found = [*answer.papers, *answer.notes, answer.origin, answer.destination]
    for item in answer.items:
        found += [item.names, item.per, item.formula, *item.notes]
        found += [text for each in item.conditions for text in (each.asks, each.says)]
        found += [item.payback.says] if item.payback else []
    return found


@given(applications)
def test_every_sentence_is_complete_in_three_languages(application: Application) -> None:
    answer = entitlements(BOOK, application)
    for text in texts(answer):
        for language in LANGUAGES:
            said = text.in_language(language)
            assert said and not re.search(r"[{}]|None|Names\(", said), said
    for language in LANGUAGES:
        assert all(isinstance(line, str) for line in lines(answer, next_steps(BOOK, application), language))


@given(applications, st.integers(0, 90))
def test_one_more_who_moves_never_costs_the_family_anything(application: Application, age: int) -> None:
    members = application.household.members
    more = replace(application, household=Household((*members, Member(age, "other", members[0].status))))
    before, after = entitlements(BOOK, application), entitlements(BOOK, more)
    assert after.total.low >= before.total.low and after.total.high >= before.total.high
    stays = replace(application, household=Household((*members, Member(age, "other", members[0].status, comes=False))))
    assert entitlements(BOOK, stays).total == before.total


@given(applications, st.sampled_from(ANSWERS), st.booleans())
def test_an_answer_that_was_open_closes_a_condition_and_never_adds_money(
    application: Application, question: str, value: bool
) -> None:
    silent = replace(application, said=replace(application.said, **{question: None}))
    told = replace(application, said=replace(application.said, **{question: value}))
    assert entitlements(BOOK, told).total.high <= entitlements(BOOK, silent).total.high


@given(applications)
def test_what_all_items_ask_is_asked_by_each_of_them(application: Application) -> None:
    answer = entitlements(BOOK, application)
    for item in answer.counted:
        assert {each.key for each in answer.shared} <= {each.key for each in item.conditions}


@given(applications)
@settings(max_examples=20)
def test_the_same_question_has_the_same_answer(application: Application) -> None:
    assert entitlements(BOOK, application) == entitlements(BOOK, application)


@pytest.mark.parametrize("key", BOOK.law.conditions)
def test_every_condition_of_the_law_has_its_check(key: str) -> None:
    assert key in CHECKS


# What each check offers to its sentence.
BLANKS = {
    "adult": {"age"},
    "another_region": {"origin", "region"},
    "departure_region": {"origin"},
    "graduate": {"date", "later"},
    "registered_a_year": {"date", "later"},
    "receiving_region": {"region", "year", "many", "persons", "others"},
    "home": {"home"},
}


@pytest.mark.parametrize("key", BOOK.law.conditions)
def test_a_sentence_has_only_blanks_that_its_check_fills(key: str) -> None:
    rule = BOOK.law.conditions[key]
    for words in (rule.met, rule.lost, rule.open, rule.unknown, rule.asks):
        for text in (words.kk, words.ru, words.en):
            blanks = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert blanks <= BLANKS.get(key, set()), text


def test_kazakh_law_texts_are_not_russian_ones() -> None:
    rules = BOOK.law.conditions.values()
    pairs = [(words.kk, words.ru) for rule in rules for words in (rule.asks, rule.met, rule.lost, rule.open)]
    assert [kk for kk, ru in pairs if kk == ru and "→" not in kk] == []


def test_nothing_is_marked_read_without_an_act() -> None:
    """`verified` says that an act was read: it must be named, with the place in it."""
    amounts = [each for measure in BOOK.law.measures.values() for each in measure.amount]
    for rule in (*BOOK.law.conditions.values(), *amounts):
        if rule.verified:
            assert rule.act and rule.article


def test_an_amount_holds_from_its_first_to_its_last_day() -> None:
    relocation = BOOK.law.measures["relocation"].amount
    assert in_force(relocation, date(2016, 12, 31)) is None
    borders = (date(2018, 12, 31), date(2020, 10, 31), date(2020, 11, 1))
    assert [in_force(relocation, day) for day in borders] == list(relocation[:3])
    ended = Amount(since=date(2020, 1, 1), until=date(2020, 1, 31), value=1, source="invented")
    assert in_force((ended,), date(2020, 2, 1)) is None


@pytest.mark.parametrize("code", ["KZ-99", "KZ", "abroad", ""])
def test_a_destination_that_is_no_region_is_refused_with_a_letter(code: str) -> None:
    with pytest.raises(UnknownTerritory):
        entitlements(BOOK, replace(EXAMPLE, move=replace(EXAMPLE.move, destination=code)))


def test_a_region_of_another_time_is_refused() -> None:
    early = replace(EXAMPLE, move=replace(EXAMPLE.move, day=date(2020, 5, 5), destination="KZ-10"))
    with pytest.raises(UnknownTerritory):
        entitlements(BOOK, early)


def test_a_pack_without_a_law_of_support_says_so() -> None:
    with pytest.raises(BadInput, match="describes no measures of support"):
        read_law_book("examples/samal")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"conditions": {}}, "is not described"),
        ({"acts": {}}, "act 'order_20' is not described"),
        ({"payback": {}}, "payback 'subsidies' is not described"),
    ],
)
def test_a_law_that_names_what_it_does_not_describe_is_refused(broken: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Support.model_validate({**BOOK.law.model_dump(), **broken})


@pytest.mark.parametrize("amount", [{}, {"value": 1, "least": 1, "most": 2}, {"least": 1}])
def test_an_amount_is_one_of_three_things(amount: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="least and most"):
        Amount.model_validate({"since": date(2020, 1, 1), "source": "invented", **amount})


def test_the_law_is_read_without_the_numerical_libraries() -> None:
    code = (
        "import sys; from qonys.countries.support.entitlements import read_law_book; read_law_book('kz');"
        "assert not {'numpy', 'polars', 'pandas', 'numba'} & set(sys.modules), 'heavy'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_kandas_who_hold_the_status_wait_for_no_status() -> None:
    asking = replace(EXAMPLE, household=Household((Member(30, "head", "ethnic_kazakh"),)))
    holding = replace(EXAMPLE, household=Household((Member(30, "head", "kandas"),)))
    assert [each.clock for each in next_steps(BOOK, asking)] == [
        "kandas_completeness",
        "kandas_commission",
        "kandas_whole",
    ]
    assert next_steps(BOOK, holding) == ()
    assert [each.clock for each in next_steps(BOOK, EXAMPLE)] == ["resettlement_forward"]
    # Before the first known term, and beyond the calendar, nothing is promised.
    assert next_steps(BOOK, replace(EXAMPLE, move=replace(EXAMPLE.move, day=date(2021, 3, 2)))) == ()
    assert next_steps(LawBook(BOOK.law, BOOK.quotas, BOOK.territories, BOOK.clocks, None), EXAMPLE) == ()
