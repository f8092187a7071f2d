"""Everything the page of a case is made from, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from qonys.countries.procedures.law import Procedure, Version
from qonys.office.casework.cases import clocks, law, permissions, selectors
from qonys.office.casework.cases.clocks import Running
from qonys.office.casework.cases.course import Course, Line, fold
from qonys.office.casework.cases.models import Case, Member
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.selectors import names_of
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.selectors import of_stream
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.refusals import Erased


@dataclass(frozen=True)
class Loaded:
    """`written` holds what people wrote, by digest; it is empty once that was erased."""

    case: Case
    today: date
    procedure: Procedure
    version: Version
    lines: Sequence[Line]
    course: Course
    terms: tuple[Running, ...]
    members: Sequence[Member]
    written: Mapping[str, Mapping[str, Any]]
    erased: bool
    actors: Mapping[str, str]
    actions: frozenset[Action]
    files: Mapping[str, StoredFile]

    @property
    def answers(self) -> Mapping[str, Any]:
        """The application as it was submitted."""
        told: Any = self.told(self.lines[0], "application") if self.lines else {}
        return told if isinstance(told, Mapping) else {}

    def told(self, line: Line, key: str) -> Any:
        """What a line says under a key, also where it stands beside the journal; None if it says nothing."""
        value = line.payload.get(key)
        if isinstance(value, dict) and personal.KEY in value:
            return self.written.get(value[personal.KEY], {}).get(key)
        return value


def load(case: Case, account: Account) -> Loaded:
    """`case` has come through `selectors.by_number`."""
    lines, today = list(selectors.lines(case)), timezone.localdate()
    course = fold(lines)
    procedure = law.procedure(case.procedure)
    version = procedure.version(course.version)
    written, erased = _written(lines)
    return Loaded(
        case=case,
        today=today,
        procedure=procedure,
        version=version,
        lines=lines,
        course=course,
        terms=clocks.terms(course, version, today),
        members=list(case.members.select_related("person")),
        written=written,
        erased=erased,
        actors=names_of(_named(lines)),
        actions=permissions.actions_on(account, case),
        files={str(file.pk): file for file in of_stream(case.stream)},
    )


def _named(lines: list[Line]) -> set[str]:
    """Everybody the journal of a case speaks of: who acted, and to whom it was handed on."""
    handed_on = {f"account:{line.payload['to']}" for line in lines if line.act == "assign" and line.payload.get("to")}
    return {line.actor for line in lines} | handed_on


def _written(lines: list[Line]) -> tuple[Mapping[str, Mapping[str, Any]], bool]:
    try:
        return selectors.written(lines), False
    except Erased:
        return {}, True
