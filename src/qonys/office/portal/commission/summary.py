"""A case as the members of a commission need it: who, what the family says, what was handed in, by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Version
from qonys.office.casework.cases import law, selectors
from qonys.office.casework.cases.course import Course, fold
from qonys.office.casework.cases.models import Case, Member
from qonys.office.casework.cases.papers import Someone as Known
from qonys.office.casework.cases.papers import Wanted, wanted
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer.casefile import people
from qonys.office.portal.officer.casefile.answers import in_words, places_in
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import Person


@dataclass(frozen=True)
class Someone:
    name: str
    age: str
    relation: str


@dataclass(frozen=True)
class Summary:
    procedure: str
    family: tuple[Someone, ...]
    answers: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, bool], ...]
    grounds: tuple[tuple[str, str], ...]
    erased: bool


def summary(case: Case) -> Summary:
    lines = list(selectors.lines(case))
    course = fold(lines)
    version = law.version(case.procedure, course.version)
    answers = _application(case)
    members = list(case.members.select_related("person"))
    asked = wanted(version, _known(case, members), answers or {}, course.submitted or timezone.localdate())
    return Summary(
        procedure=name(law.procedure(case.procedure).names.names),
        family=(_someone(case.applicant, _("applicant")), *_members(members)),
        answers=tuple(_answers(version, answers or {})),
        papers=tuple(_papers(version, course, asked)),
        grounds=tuple((each.key, name(each.names.names)) for each in version.grounds if not each.turns_back),
        erased=answers is None,
    )


def _application(case: Case) -> Mapping[str, Any] | None:
    try:
        return selectors.application(case)
    except Erased:
        return None


def _members(members: Iterable[Member]) -> Iterator[Someone]:
    for member in members:
        yield _someone(member.person, str(Relation(member.relation).label))


def _someone(person: Person, relation: str) -> Someone:
    return Someone(person.full_name, people.age(person.birth_date, timezone.localdate()), relation)


def _answers(version: Version, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    places = places_in(version, told)
    for question in version.questions:
        given = told.get(question.key)
        if given not in (None, ""):
            yield name(question.names.names), in_words(question, given, places)


def _papers(version: Version, course: Course, asked: Iterable[Wanted]) -> Iterator[tuple[str, bool]]:
    """What was handed in, and what the law wants of this family and is not there: of everybody it asks it of."""
    given = {paper.partition(":")[0] for paper in course.papers}
    needed = [each for each in asked if each.paper.needed]
    lacking = {each.paper.key for each in needed if not course.papers & set(each.known_as())}
    for paper in version.papers:
        if paper.key in given or paper.key in lacking:
            yield name(paper.names.names), paper.key not in lacking


def _known(case: Case, members: Iterable[Member]) -> Iterator[Known]:
    yield Known(str(case.applicant.key), case.applicant.birth_date, applicant=True)
    for member in members:
        yield Known(str(member.person.key), member.person.birth_date)
