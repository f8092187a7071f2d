"""Whole cases at once, with their journals: for what is invented or brought along, under the same rules as one by one.

Every line is asked what `services.act` asks of the table and the law, as of its own day, but for mandates: who acted is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qonys.office.casework.cases import law, policies
from qonys.office.casework.cases.course import Course, Line, step
from qonys.office.casework.cases.models import Case, Member
from qonys.office.casework.cases.services import PERSONAL, copy_course
from qonys.office.casework.cases.states import ACTS
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.histories import Telling
from qonys.office.registers.persons.models import Person

BATCH = 500


@dataclass(frozen=True)
class Did:
    """One act of somebody at a moment; the payload as `services` would write it, dates as text."""

    at: datetime
    act: str
    payload: dict[str, Any]
    actor: str


@dataclass(frozen=True)
class Told:
    """One case from its application on."""

    number: str
    procedure: str
    applicant: Person
    members: Sequence[tuple[Person, str]]
    account: Account | None
    done: Sequence[Did]


def write(cases: Iterable[Told], telling: Telling) -> list[Case]:
    """Rows written, lines said to `telling`, which the caller writes in the same transaction. Raises CaseRefused."""
    told = list(cases)
    rows = [_case(each, telling) for each in told]
    Case.objects.bulk_create(rows, batch_size=BATCH)
    members = [
        Member(case=row, person=person, relation=relation, place=place)
        for row, each in zip(rows, told, strict=True)
        for place, (person, relation) in enumerate(each.members, start=1)
    ]
    Member.objects.bulk_create(members, batch_size=BATCH)
    return rows


def _case(told: Told, telling: Telling) -> Case:
    case = Case(number=told.number, procedure=told.procedure, applicant=told.applicant, account=told.account)
    course = Course()
    for sequence, did in enumerate(told.done, start=1):
        course = step(course, _said(case, course, sequence, did, telling))
    copy_course(case, course, changed=told.done[-1].at, opened=told.done[0].at)
    case.lie_where_it_lies()
    return case


def _said(case: Case, course: Course, sequence: int, did: Did, telling: Telling) -> Line:
    payload = dict(did.payload)
    if sequence > 1:
        policies.refuse(ACTS[did.act], course, law.version(case.procedure, course.version), payload, did.actor)
    for each in PERSONAL:
        if payload.get(each):
            payload[each] = telling.keep(case.stream, did.at, {each: payload[each]})
    telling.say(case.stream, did.at, did.act, payload, actor=did.actor)
    return Line(sequence, did.at, did.actor, did.act, payload)
