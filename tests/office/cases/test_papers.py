"""Which papers a case wants of whom, and what a newer version of its procedure changes."""

from __future__ import annotations

from datetime import date

import pytest

from qonys.office.casework.cases import law, selectors, services
from qonys.office.casework.cases.differences import How, What, between
from qonys.office.casework.cases.papers import Someone, applies, wanted
from qonys.office.casework.cases.refusals import Incomplete
from tests.office.cases.filing import KOSTANAY, country, office, opened

TODAY = date(2026, 11, 23)
PARENT = Someone("parent", date(1991, 3, 9), applicant=True)
GROWN = Someone("grown", date(2008, 11, 23))  # of age today
CHILD = Someone("child", date(2008, 11, 24))  # of age tomorrow


def told(procedure: str, answers: dict[str, object]) -> set[tuple[str, str]]:
    version = law.version_on(procedure, TODAY)
    found = wanted(version, (PARENT, GROWN, CHILD), answers, TODAY)
    return {(each.paper.key, each.of.key if each.of else "") for each in found}


def test_each_paper_is_wanted_of_those_whom_the_law_names() -> None:
    found = told("resettlement", {})
    assert {("identity", "parent"), ("identity", "grown"), ("child_birth", "child")} == found
    kandas = told("kandas", {})
    assert {whose for paper, whose in kandas if paper == "identity"} == {"parent", "grown", "child"}
    assert ("nationality", "parent") in kandas and ("nationality", "grown") not in kandas


@pytest.mark.parametrize("answer", [True, "yes"])
def test_a_paper_that_depends_on_an_answer_is_wanted_only_then(answer: object) -> None:
    assert ("divorce", "parent") in told("resettlement", {"divorced": answer})
    assert ("divorce", "parent") not in told("resettlement", {"divorced": False})


def test_a_paper_of_the_applicant_may_be_handed_in_without_a_name() -> None:
    version = law.version_on("kandas", TODAY)
    found = {each.paper.key: each.known_as() for each in wanted(version, (PARENT,), {}, TODAY)}
    assert found["identity"] == ("identity:parent", "identity:")
    assert applies(None, {})


def test_born_on_the_29th_of_february_is_of_age_on_the_first_of_march() -> None:
    someone = Someone("x", date(2008, 2, 29))
    assert not someone.adult(date(2026, 2, 28))
    assert someone.adult(date(2026, 3, 1))


def test_a_newer_version_is_told_apart_paper_by_paper_and_the_same_is_no_difference() -> None:
    old, new = law.version("kandas", "2023-12"), law.version("kandas", "2026-02")
    found = {(each.what, each.how, each.names.en if each.names else "") for each in between(old, new)}
    assert (What.PAPER, How.ADDED, "Consent of the state of citizenship") in found
    assert (What.PAPER, How.DROPPED, "Signed account of your life") in found
    back = {(each.what, each.how) for each in between(new, old)}
    assert (What.PAPER, How.DROPPED) in back
    assert between(new, new) == () == between(old, old)


@pytest.mark.django_db
def test_lines_of_other_rooms_move_nothing_and_an_assignment_says_to_whom() -> None:
    country()
    clerk, case = office(KOSTANAY)["clerk"], opened(place=KOSTANAY)
    assert selectors.courses([case])[case.number] == selectors.course(case)
    for payload in ({}, {"to": "x"}):
        with pytest.raises(Incomplete):
            services.act(case, "assign", payload, by=clerk)
