"""Canada's grid in the rule file against the same grid written down by hand, and the traps others fell into."""

from __future__ import annotations

import os
from datetime import date

import pytest

from qonys.countries import points
from qonys.engines.scoring.assessment import assess
from qonys.engines.scoring.people import people
from qonys.engines.scoring.rules import RuleBook
from qonys.engines.scoring.scores import score
from qonys.engines.vocabulary.errors import OutOfRange

from . import crs_by_hand
from .profiles import CRS_DAYS, columns, fluent, person

PROFILES = int(os.environ.get("QONYS_CRS_PROFILES", "2000"))
LEVELS = {f"clb1_{ability}": 9 for ability in crs_by_hand.ABILITIES}
SINGLE = {
    "age": 30,
    "education": "bachelors",
    "spouse": 0,
    "canadian_work_years": 0,
    "foreign_work_years": 0,
    "first_official_french": 0,
    "certificate_of_qualification": 0,
    "provincial_nomination": 0,
    "canadian_education": "none",
    "sibling": 0,
    "job_offer": "none",
    **LEVELS,
}


@pytest.fixture(scope="module")
def crs() -> RuleBook:
    return points.load("canada-crs")


def in_all(language: str, level: int) -> dict[str, int]:
    return {f"{language}_{ability}": level for ability in crs_by_hand.ABILITIES}


@pytest.mark.parametrize("day", CRS_DAYS, ids=str)
def test_an_independent_implementation_agrees_on_everybody(crs: RuleBook, day: date) -> None:
    law = crs.on(day)
    codes = fluent(columns(law, PROFILES, seed=day.toordinal()), seed=day.year)
    scores = score(law, people(law, codes))
    for row in range(PROFILES):
        someone = person(law, codes, row)
        assert scores.total[row] == crs_by_hand.total(someone, day), someone


def test_the_random_people_meet_every_line_of_the_grid(crs: RuleBook) -> None:
    law = crs.on(CRS_DAYS[4])
    scores = score(law, people(law, fluent(columns(law, PROFILES, 1), 1)))
    for item in law.items:
        low, high = item.bounds
        assert (scores.item(item.name).min(), scores.item(item.name).max()) == (low, high), item.name


def points_of(crs: RuleBook, day: date, **facts: object) -> dict[str, int]:
    found = assess(crs.on(day), SINGLE | facts)
    return {line.item: line.points for line in found.items} | {"total": found.total}


def test_a_published_profile(crs: RuleBook) -> None:
    """Single, 30, bachelor's degree, CLB 9, three years abroad: 424 in a calculator that follows the official grid."""
    assert points_of(crs, date(2020, 1, 15), foreign_work_years=3)["total"] == 424


def test_a_bachelors_degree_stands_in_the_lower_row_of_transferability(crs: RuleBook) -> None:
    day = date(2020, 1, 15)
    assert points_of(crs, day, **in_all("clb1", 7))["education_and_language"] == 13
    assert points_of(crs, day, education="two_year")["education_and_language"] == 25
    assert points_of(crs, day, education="two_or_more")["education_and_language"] == 50


def test_a_spouse_at_clb_4_gives_nothing(crs: RuleBook) -> None:
    facts = {"spouse": 1, "spouse_education": "secondary", **in_all("spouse_clb", 4)}
    assert points_of(crs, date(2020, 1, 15), **facts)["spouse_language_reading"] == 0


@pytest.mark.parametrize("day, lower, higher", [(date(2017, 6, 6), 15, 30), (date(2020, 10, 20), 25, 50)])
def test_the_bonus_for_french_is_higher_with_english(crs: RuleBook, day: date, lower: int, higher: int) -> None:
    assert points_of(crs, day, **in_all("clb2", 7))["french"] == higher  # English first at CLB 9
    french_first = {"first_official_french": 1, **in_all("clb1", 7)}
    assert points_of(crs, day, **french_first)["french"] == lower  # no English at all
    assert points_of(crs, day, **french_first, **in_all("clb2", 4))["french"] == lower
    assert points_of(crs, day, **french_first, **in_all("clb2", 5))["french"] == higher
    one_below = {**in_all("clb2", 5), "clb2_reading": 4}
    assert points_of(crs, day, **french_first, **one_below)["french"] == lower
    assert points_of(crs, day, **{**in_all("clb2", 7), "clb2_writing": 6})["french"] == 0


def test_the_second_language_is_capped_at_22_with_a_spouse(crs: RuleBook) -> None:
    law = crs.on(date(2020, 1, 15))
    alone = assess(law, SINGLE | in_all("clb2", 9))
    together = assess(law, SINGLE | in_all("clb2", 9) | {"spouse": 1})
    assert alone.lost_to_cap == 0
    assert {cap.group: cap.lost for cap in together.caps} == {"second_language": 2}


@pytest.mark.parametrize(
    "day, noc00, noc0ab",
    [
        (date(2016, 11, 18), 600, 600),
        (date(2016, 11, 19), 200, 50),
        (date(2025, 3, 24), 200, 50),
        (date(2025, 3, 25), 0, 0),
    ],
)
def test_a_job_offer_is_worth_what_that_days_law_says(crs: RuleBook, day: date, noc00: int, noc0ab: int) -> None:
    assert points_of(crs, day, job_offer="noc00")["job_offer"] == noc00
    assert points_of(crs, day, job_offer="noc0ab")["job_offer"] == noc0ab


def test_the_grid_ends_at_1200(crs: RuleBook) -> None:
    best = SINGLE | in_all("clb1", 10) | in_all("clb2", 10)
    best |= {"age": 25, "education": "doctoral", "canadian_work_years": 5, "foreign_work_years": 3}
    best |= {"certificate_of_qualification": 1, "provincial_nomination": 1, "sibling": 1}
    assert assess(crs.on(date(2021, 1, 1)), best).total == 1200


def test_before_express_entry_there_was_no_law(crs: RuleBook) -> None:
    with pytest.raises(OutOfRange, match="not in force on 2014-12-31"):
        crs.on(date(2014, 12, 31))


MASTER = {"education": "masters", **in_all("clb1", 10)}
JOINED = {"spouse": 1, **in_all("spouse_clb", 5)}


@pytest.mark.parametrize(
    "facts, total",
    [
        ({"age": 28, "canadian_work_years": 3}, 495),
        ({"age": 32, "canadian_work_years": 2, "spouse_education": "bachelors", **JOINED}, 447),
        (
            {
                "age": 29,
                "canadian_work_years": 3,
                "spouse_education": "masters",
                "spouse_canadian_work_years": 1,
                **JOINED,
            },
            479,
        ),
        (
            {
                "age": 20,
                "canadian_work_years": 5,
                "foreign_work_years": 3,
                "canadian_education": "three_plus",
                "sibling": 1,
            },
            606,
        ),
    ],
)
def test_totals_that_public_calculators_state_too(crs: RuleBook, facts: dict[str, object], total: int) -> None:
    """Where a calculator that errs elsewhere is right: master's degrees, which it puts in the row the grid does."""
    assert points_of(crs, date(2025, 6, 1), **MASTER | facts)["total"] == total
