"""Canada's Comprehensive Ranking System written down a second time, from the official grid, in the grid's own order:
section A, B, C, D with their maxima. It shares nothing with the rule file or the engine: no table of theirs, no reader,
no formula. Where the two disagree on anybody, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

ABILITIES = ("listening", "speaking", "reading", "writing")


def total(person: Mapping[str, Any], day: date) -> int:
    with_spouse = person["spouse"] == 1
    a = section_a(person, with_spouse)
    b = section_b(person) if with_spouse else 0
    return min(a + b, 500) + section_c(person) + section_d(person, day)


def section_a(person: Mapping[str, Any], with_spouse: bool) -> int:
    points = age(person["age"], with_spouse)
    points += education(person["education"], with_spouse)
    points += sum(first_language(person[f"clb1_{ability}"], with_spouse) for ability in ABILITIES)
    second = sum(second_language(person[f"clb2_{ability}"]) for ability in ABILITIES)
    points += min(second, 22 if with_spouse else 24)
    points += canadian_work(person["canadian_work_years"], with_spouse)
    return min(points, 460 if with_spouse else 500)


def age(years: int, with_spouse: bool) -> int:
    if years <= 17 or years >= 45:
        return 0
    if 20 <= years <= 29:
        return 100 if with_spouse else 110
    rising = {18: (90, 99), 19: (95, 105)}
    falling_by = [(95, 105), (90, 99), (85, 94), (80, 88), (75, 83), (70, 77), (65, 72), (60, 66), (55, 61)]
    falling_by += [(50, 55), (45, 50), (35, 39), (25, 28), (15, 17), (5, 6)]  # 39, 40, 41, 42, 43, 44
    with_it, without = rising[years] if years in rising else falling_by[years - 30]
    return with_it if with_spouse else without


def education(level: str, with_spouse: bool) -> int:
    match level:
        case "less_than_secondary":
            return 0
        case "secondary":
            return 28 if with_spouse else 30
        case "one_year":
            return 84 if with_spouse else 90
        case "two_year":
            return 91 if with_spouse else 98
        case "bachelors":
            return 112 if with_spouse else 120
        case "two_or_more":
            return 119 if with_spouse else 128
        case "masters":
            return 126 if with_spouse else 135
        case "doctoral":
            return 140 if with_spouse else 150
    raise ValueError(level)


def first_language(clb: int, with_spouse: bool) -> int:
    if clb < 4:
        return 0
    if clb < 6:
        return 6
    return {6: (8, 9), 7: (16, 17), 8: (22, 23), 9: (29, 31)}.get(clb, (32, 34))[0 if with_spouse else 1]


def second_language(clb: int) -> int:
    return 6 if clb >= 9 else 3 if clb >= 7 else 1 if clb >= 5 else 0


def canadian_work(years: int, with_spouse: bool) -> int:
    columns = [(0, 0), (35, 40), (46, 53), (56, 64), (63, 72), (70, 80)]
    return columns[min(years, 5)][0 if with_spouse else 1]


def section_b(person: Mapping[str, Any]) -> int:
    schooling = {"less_than_secondary": 0, "secondary": 2, "one_year": 6, "two_year": 7, "bachelors": 8}
    schooling |= {"two_or_more": 9, "masters": 10, "doctoral": 10}
    points = schooling[person["spouse_education"]]
    for ability in ABILITIES:
        clb = person[f"spouse_clb_{ability}"]
        points += 0 if clb <= 4 else 1 if clb <= 6 else 3 if clb <= 8 else 5
    points += (0, 5, 7, 8, 9, 10)[min(person["spouse_canadian_work_years"], 5)]
    return min(points, 40)


def section_c(person: Mapping[str, Any]) -> int:
    clb = min(person[f"clb1_{ability}"] for ability in ABILITIES)
    language = 2 if clb >= 9 else 1 if clb >= 7 else 0
    work_here = min(person["canadian_work_years"], 2)
    work_abroad = 2 if person["foreign_work_years"] >= 3 else 1 if person["foreign_work_years"] >= 1 else 0
    # A two-year diploma and a single bachelor's degree stand in the lower row: "one year or longer".
    studies = {"less_than_secondary": 0, "secondary": 0, "one_year": 1, "two_year": 1, "bachelors": 1}
    studied = studies.get(person["education"], 2)
    points = min(crossed(studied, language) + crossed(studied, work_here), 50)
    points += min(crossed(work_abroad, language) + crossed(work_abroad, work_here), 50)
    if person["certificate_of_qualification"] == 1:
        points += 50 if clb >= 7 else 25 if clb >= 5 else 0
    return min(points, 100)


def crossed(one: int, other: int) -> int:
    """The pattern all four combinations share: 13, 25 in the lower row, 25, 50 in the upper."""
    if one == 0 or other == 0:
        return 0
    return {(1, 1): 13, (1, 2): 25, (2, 1): 25, (2, 2): 50}[one, other]


def section_d(person: Mapping[str, Any], day: date) -> int:
    points = 600 if person["provincial_nomination"] == 1 else 0
    points += job_offer(person["job_offer"], day)
    if day >= date(2016, 11, 19):
        points += {"none": 0, "one_two": 15, "three_plus": 30}[person["canadian_education"]]
    if day >= date(2017, 6, 6):
        points += 15 if person["sibling"] == 1 else 0
        points += french(person, day)
    return min(points, 600)


def job_offer(offer: str, day: date) -> int:
    if offer == "none" or day >= date(2025, 3, 25):
        return 0
    if day < date(2016, 11, 19):
        return 600
    return 200 if offer == "noc00" else 50


def french(person: Mapping[str, Any], day: date) -> int:
    first, second = ([person[f"{clb}_{ability}"] for ability in ABILITIES] for clb in ("clb1", "clb2"))
    in_french, in_english = (first, second) if person["first_official_french"] == 1 else (second, first)
    if any(level < 7 for level in in_french):
        return 0
    lower, higher = (15, 30) if day < date(2020, 10, 20) else (25, 50)
    return higher if all(level >= 5 for level in in_english) else lower
