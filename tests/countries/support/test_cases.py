"""The worked examples of the law are what the program answers, and they cover what a lawyer would ask for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qonys.countries.folders import pack_folder
from qonys.countries.support.cases import Case, differences, read_cases
from qonys.countries.support.entitlements import LawBook, read_law_book

CASES = read_cases(pack_folder("kz"))


@pytest.fixture(scope="module")
def book() -> LawBook:
    return read_law_book("kz")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case)
def test_the_law_answers_as_the_example_says(book: LawBook, case: Case) -> None:
    assert differences(book, case) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case)
def test_an_example_cites_acts_that_are_described(book: LawBook, case: Case) -> None:
    assert set(case.law) <= {*book.law.acts, *book.clocks.acts}
    assert all((case.title.kk, case.title.ru, case.title.en))
    assert case.title.kk != case.title.ru


def days(*measures: str) -> set[date]:
    return {case.application.move.day for case in CASES if not measures or set(measures) & set(case.then.measures)}


def test_there_are_thirty_and_more() -> None:
    assert len(CASES) >= 30
    assert len({len(case.application.household.members) for case in CASES}) >= 5, "families of different size"


# The index before and after each change in the middle of a year, and both certificate regimes: on their very days.
@pytest.mark.parametrize(
    ("measure", "border"),
    [
        ("relocation", date(2020, 4, 1)),
        ("relocation", date(2026, 1, 1)),
        ("certificate", date(2026, 1, 1)),
    ],
)
def test_borders_are_shown_on_both_sides(measure: str, border: date) -> None:
    assert {border - timedelta(days=1), border} <= days(measure)


def test_a_rise_of_the_index_falls_into_the_months_of_a_rent() -> None:
    across = next(case for case in CASES if case.case == "rent-over-the-rise-of-april-2022")
    assert across.application.move.day < date(2022, 4, 1) <= date(2022, 4, 15)


def test_every_condition_that_can_refuse_has_an_example(book: LawBook) -> None:
    refused = {key for case in CASES for expected in case.then.measures.values() for key in expected.lost}
    # Whoever is neither citizen nor kandas, settles off the list or was included before as a resettler is refused in
    # the same way; a home, a rent and a graduation refuse nobody.
    others = {"citizen", "settlement", "not_before_resettlers", "kandas_for_region", "departure_region"}
    assert refused >= set(book.law.conditions) - others - {"home", "rents", "graduate"}


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"relocation": {"money": 1}}, "relocation"),
        ({"relocation": {"verdict": "lost"}}, "relocation verdict"),
        ({"relocation": {"formula": "1 + 1"}}, "relocation formula"),
        ({"relocation": {"payments": 2}}, "relocation payments"),
        ({"relocation": {"verdict": "open", "lost": ["commission"]}}, "relocation lost"),
        ({"total": [1, 2]}, "total"),
        ({"absent": ["relocation"]}, "relocation"),
        ({"grant": {}}, "grant"),
        ({"papers": ["A letter"]}, "papers"),
        ({"notes": 9}, "notes"),
        ({"clocks": {"stay": "2020-01-01"}}, "stay"),
    ],
)
def test_a_wrong_expectation_is_noticed(book: LawBook, changed: dict[str, object], what: str) -> None:
    case = next(each for each in CASES if each.case == "one-person-2019")
    wrong = Case.model_validate({**case.model_dump(), "then": changed})
    assert what in {difference.what for difference in differences(book, wrong)}
