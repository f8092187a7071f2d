"""Opening a case and acting on it: one transaction, one line in its journal, its row brought along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.cases import clocks, law, listeners, permissions, places, policies, selectors
from qonys.office.casework.cases.course import Course, Line, step
from qonys.office.casework.cases.models import Case, Member
from qonys.office.casework.cases.numbers import new_number
from qonys.office.casework.cases.refusals import NotAllowed
from qonys.office.casework.cases.states import ACTS, Act
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.services import append
from qonys.office.registers.persons.models import Person

PERSONAL = ("text", "reason", "application")  # what people wrote: kept beside the journal, told in it by its digest
TRIES = 5


def open_case(
    procedure_key: str,
    *,
    territory: Territory,
    applicant: Person,
    members: Iterable[tuple[Person, str]] = (),
    application: Mapping[str, Any],
    account: Account | None = None,
    actor: str,
    lapses: date | None = None,
) -> Case:
    """A new case under the law of today. `application`: the answers by question. Raises CaseRefused."""
    procedure = law.procedure(procedure_key)
    today = timezone.localdate()
    version = procedure.on(today)
    family = [(person, str(relation)) for person, relation in members]
    payload = {
        "procedure": procedure_key,
        "version": version.version,
        "territory": territory.pk,
        "applicant": str(applicant.key),
        "members": [{"person": str(person.key), "relation": relation} for person, relation in family],
        "application": application,
        "lapses": lapses,
    }
    fixed = {"procedure": procedure_key, "territory": territory, "applicant": applicant, "account": account}
    for _try in range(TRIES):
        number = new_number(procedure.letter, today.year)
        try:
            return _opened(Case(number=number, **fixed), payload, family, actor)
        except IntegrityError:
            if not Case.objects.filter(number=number).exists():
                raise
    raise RuntimeError(f"No free number was found in {TRIES} tries: the numbers of {today.year} are nearly used up.")


def act(
    case: Case, key: str, payload: Mapping[str, Any] | None = None, *, by: Account | None = None, actor: str = ""
) -> Case:
    """Do one act of the table. `by` is asked for its mandate; without it, `actor` names a part of the service itself.

    Raises NotAllowed, WrongStep or Incomplete, and then nothing has changed.
    """
    told = dict(payload or {})
    doing = ACTS[key]
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        course = selectors.course(held)
        who = actor if by is None else by.actor
        _refuse(held, course, doing, told, by, who)
        version = law.version(held.procedure, course.version)
        if key == "forward" and version.decides != version.begins:
            told["territory"] = places.decided(version, selectors.application(held)).pk
        held, line = _written(held, course, key, told, who)
        listeners.tell(held, line)
    return held


def foresee(case: Case, key: str, payload: Mapping[str, Any] | None = None, *, by: Account) -> None:
    """Raises what `act` would raise now; changes nothing."""
    _refuse(case, selectors.course(case), ACTS[key], dict(payload or {}), by, by.actor)


def refresh(case: Case) -> Case:
    """The row made anew from the journal: after a restore, or when a term has moved with the calendar."""
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        copy_course(held, selectors.course(held))
        held.save()
    return held


def _refuse(case: Case, course: Course, doing: Act, told: Mapping[str, Any], by: Account | None, who: str) -> None:
    if by is not None and not permissions.allowed(by, doing, case):
        raise NotAllowed(_("You hold no mandate for this: “%(act)s”.") % {"act": doing.name})
    policies.refuse(doing, course, law.version(case.procedure, course.version), told, who)
    if doing.key == "assign" and told.get("to") and not permissions.colleagues(case).filter(pk=told["to"]).exists():
        raise NotAllowed(_("This officer holds no mandate for the case, and could not even open it."))


@transaction.atomic
def _opened(case: Case, payload: dict[str, Any], family: Sequence[tuple[Person, str]], actor: str) -> Case:
    """Raises IntegrityError where another has this number: it is not asked for first, since one in a million has."""
    case, line = _written(case, Course(), "submit", payload, actor)
    if family:
        Member.objects.bulk_create(
            Member(case=case, person=person, relation=relation, place=place)
            for place, (person, relation) in enumerate(family, start=1)
        )
    listeners.tell(case, line)
    return case


def _written(case: Case, course: Course, key: str, payload: dict[str, Any], actor: str) -> tuple[Case, Line]:
    contents = {each: {each: payload[each]} for each in PERSONAL if payload.get(each)}
    if course.lines:
        references = {each: personal.keep(case.stream, content) for each, content in contents.items()}
        entry = append(case.stream, key, {**payload, **references}, actor=actor)
    else:
        entry = personal.begin_with(case.stream, key, payload, contents, actor=actor)
    line = Line(entry.sequence, entry.at, actor, key, selectors.content(entry))
    copy_course(case, step(course, line), changed=entry.at)
    case.save()
    return case, line


def copy_course(case: Case, course: Course, **values: Any) -> None:
    """What lists and searches ask, taken from the course."""
    version = law.version(case.procedure, course.version)
    case.version, case.status, case.territory_id = course.version, course.status, course.territory
    case.waiting, case.extended = course.waiting, course.extended
    case.assignee_id, case.lapses = course.assignee, course.lapses
    case.submitted = course.submitted or case.submitted
    case.due = clocks.next_due(clocks.terms(course, version, timezone.localdate()))
    case.lines = course.lines
    for name, value in values.items():
        setattr(case, name, value)
