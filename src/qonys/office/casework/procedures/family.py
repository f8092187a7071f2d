"""The family of a case as the law of support sees it: ages, relations, status, and what was answered. No names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qonys.countries.support.household import ABROAD, Application, Home, Household, Member, Move, Relation, Said, Status
from qonys.office.casework.cases import law, selectors
from qonys.office.casework.cases.course import Course
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import BEFORE_DECISION
from qonys.office.foundation.authority.paths import wholes
from qonys.office.registers.disclosure.ages import age_on
from qonys.office.registers.households.relations import Relation as InHousehold

RELATIONS: Mapping[str, Relation] = {
    InHousehold.SPOUSE: "spouse",
    InHousehold.CHILD: "child",
    InHousehold.PARENT: "parent",
}
HOMES: Mapping[str, Home] = {"buy": Home("buy"), "build": Home("build")}


def application(case: Case, course: Course, on: date) -> Application | None:
    """What the law is applied to, for an arrival on that day; None for a procedure that leads to no support.

    Raises Erased when the answers are gone, and BadInput for a family no law can be applied to.
    """
    stream = law.procedure(case.procedure).stream
    if stream is None:
        return None
    answers = selectors.application(case)
    status = _status(stream, course)
    head = Member(_age(case.applicant.birth_date, on), "head", status)
    others = [
        Member(_age(each.person.birth_date, on), RELATIONS.get(each.relation, "other"), status)
        for each in case.members.select_related("person")
    ]
    origin = str(answers.get("from", ABROAD)) if stream == "resettlers" else ABROAD
    destination = str(answers.get("settle") or region(course.territory))
    return Application(Household((head, *others)), Move(on, origin, destination), _said(answers, course))


def region(path: str) -> str:
    """The code of the region a path lies in: KZ/KZ-39/391/ is in KZ-39."""
    parts = wholes(path)
    return parts[min(1, len(parts) - 1)].split("/")[-2]


def _status(stream: str, course: Course) -> Status:
    if stream == "resettlers":
        return "citizen"
    return "ethnic_kazakh" if course.status in BEFORE_DECISION else "kandas"


def _age(born: date, on: date) -> int:
    return max(age_on(born, on), 0)


def _said(answers: Mapping[str, Any], course: Course) -> Said:
    """Only what was answered; a question that was not asked stays open, and no answer is guessed."""
    work, home = answers.get("work_now"), answers.get("home")
    return Said(
        job_seeker=None if work in (None, "graduate") else work in ("unemployed", "seeker"),
        registered_since=_day(answers.get("registered_since")),
        graduated_on=_day(answers.get("graduated")),
        included=True if "grant" in course.days else None,
        works=None if "work_there" not in answers else answers["work_there"] in ("yes", "own"),
        rents=None if home is None else home == "rent",
        home=HOMES.get(str(home)),
    )


def _day(answer: Any) -> date | None:
    return date.fromisoformat(str(answer)) if answer else None
