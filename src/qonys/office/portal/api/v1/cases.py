"""Cases: lists, one case with its history, opening, acts and the conversation with the applicant.

An officer's or system's token needs the scope of the action; an applicant's needs `own` and reaches its own cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Path, Query, Status
from pydantic import Field, StringConstraints

from qonys.engines.vocabulary.territory import Names as Named
from qonys.office.casework.cases import law, permissions, places, selectors, services
from qonys.office.casework.cases.clocks import NEVER
from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import ACTS
from qonys.office.casework.cases.states import Status as CaseStatus
from qonys.office.foundation.authority.models import Kind, Territory
from qonys.office.foundation.authority.refusals import Refused
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.foundation.journal.services import record_reading
from qonys.office.foundation.tokens.recognition import Caller
from qonys.office.foundation.tokens.scopes import OWN
from qonys.office.portal.api import keyset
from qonys.office.portal.api.callers import needs
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem, unusable
from qonys.office.portal.api.shapes import After, Code, Day, Limit, Page, Shape
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.models import Person, Sex
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.sources.models import Kind as SourceKind
from qonys.office.registers.sources.models import Source
from qonys.office.registers.sources.services import declare

room = Room(tags=["cases"])
SOURCE = Named("API арқылы өтініш", "Заявление через API", "Application by API")
CaseNumber = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{4,24}$"), Path(description="As K-2026-1234.")]
Letters = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"^[^\x00]+$")]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Queue = Literal[
    "late", "today", "new", "review", "waiting", "commission", "to_decide", "granted", "followed", "lapsing", "all"
]
ActKey = Literal[
    "accept", "turn_back", "ask", "answer", "forward", "send_back", "recommend", "grant", "refuse", "extend",
    "withdraw", "settle", "event", "finish", "assign", "note", "migrate",
]  # fmt: skip


class CaseShape(Shape):
    """`due` is the next term, null if none runs."""

    number: str
    procedure: str
    version: str
    territory: str
    status: str
    waiting: bool
    extended: bool
    due: date | None
    lapses: date | None
    submitted: date
    changed: datetime
    assignee: int | None


class PersonShape(Shape):
    key: str
    surname: str
    given: str
    patronymic: str
    birth_date: date
    sex: str
    iin: str | None
    relation: str


class LineShape(Shape):
    sequence: int
    at: datetime
    act: str
    actor: str


class WholeCase(CaseShape):
    """`acts`: what the caller may do with it now."""

    persons: list[PersonShape]
    history: list[LineShape]
    acts: list[str]


class NewPerson(Shape):
    surname: PersonName
    given: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    patronymic: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    birth_date: Day
    sex: Sex
    iin: Annotated[str, StringConstraints(pattern=r"^\d{12}$")] | None = None
    citizenship: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = ""


class NewMember(NewPerson):
    relation: Relation


class NewCase(Shape):
    """`application`: the answers by question of the procedure; they also say where it is taken in and decided."""

    procedure: Code
    applicant: NewPerson
    members: Annotated[list[NewMember], Field(max_length=30)] = []  # noqa: RUF012 (pydantic copies it)
    application: Annotated[
        dict[Code, Letters | Annotated[bool, Field(strict=True)] | Annotated[int, Field(strict=True)]],
        Field(max_length=100),
    ]
    lapses: Day | None = None


class Doing(Shape):
    """One act of the table, and what it needs."""

    act: ActKey
    text: Letters | None = None
    reason: Letters | None = None
    ground: Code | None = None
    recommends: Literal["grant", "refuse"] | None = None
    papers: Annotated[list[Code], Field(max_length=50)] | None = None
    event: Code | None = None
    on: Day | None = None
    assignee: Annotated[int, Field(ge=1, le=2**63 - 1, strict=True)] | None = None
    version: Code | None = None


class MessageShape(Shape):
    """`text` is null once it was erased."""

    sequence: int
    at: datetime
    act: str
    actor: str
    text: str | None


class NewMessage(Shape):
    text: Letters


@room.get("/cases", response=Page[CaseShape], summary=gettext_lazy("Cases one may see"))
@needs(Action.SEE, own=True)
def list_cases(
    request: HttpRequest,
    after: After,
    limit: Limit,
    queue: Annotated[Queue, Query("all", description="A work list.")],
    procedure: Annotated[Code | None, Query(None)],
    status: Annotated[CaseStatus | None, Query(None)],
) -> dict[str, Any]:
    """The nearest term first."""
    rows = permissions.visible(caller_of(request).account).filter(selectors.QUEUES[queue].asks(timezone.localdate()))
    if procedure:
        rows = rows.filter(procedure=procedure)
    if status:
        rows = rows.filter(status=status)
    return keyset.page(request, rows, ("due", "id"), after, limit, _row)


@room.get("/cases/{number}", response=WholeCase, summary=gettext_lazy("One case with its history"))
@needs(Action.SEE, own=True)
def one_case(request: HttpRequest, number: CaseNumber) -> WholeCase:
    """That it was looked at is written down, and its applicant can see it."""
    return _whole(request, found(request, number))


@room.post("/cases", response={201: CaseShape}, summary=gettext_lazy("Open a case"))
@needs(Action.REGISTER, own=True)
def open_case(request: HttpRequest, payload: NewCase) -> Status[Any]:
    caller, version = caller_of(request), law.version_on(payload.procedure, timezone.localdate())
    _refuse_answers(payload, {question.key for question in version.questions})
    territory = _territory(payload, version.begins, places.taken_in, version)
    if version.decides != version.begins:
        _territory(payload, version.decides, places.decided, version)
    applies = caller.account.kind == Kind.APPLICANT
    if not applies and not caller.reaches(Action.REGISTER, territory.pk, payload.procedure):
        raise Problem("forbidden", _("You hold no mandate to take in applications there."))
    source = declare("api", SOURCE, SourceKind.APPLICATION, owner="-", actor="api")
    with transaction.atomic():
        applicant, *family = _persons(payload, territory, source, caller)
        case = services.open_case(
            payload.procedure,
            territory=territory,
            applicant=applicant,
            members=zip(family, (each.relation for each in payload.members), strict=True),
            application=payload.application,
            account=caller.account if applies else None,
            actor=caller.actor,
            lapses=payload.lapses,
        )
    return Status(201, _row(case))


@room.post("/cases/{number}/acts", response=CaseShape, summary=gettext_lazy("Do something with a case"))
def act_on_case(request: HttpRequest, number: CaseNumber, payload: Doing) -> CaseShape:
    """The token needs the scope of the act, the account its mandate, and the table of states must lead on."""
    caller = caller_of(request)
    _refuse_scope(caller, payload.act)
    case = found(request, number)
    return _row(services.act(case, payload.act, _told(payload), by=caller.account))


@room.get("/cases/{number}/messages", response=Page[MessageShape], summary=gettext_lazy("The conversation in a case"))
@needs(Action.SEE, own=True)
def list_messages(request: HttpRequest, number: CaseNumber, after: After, limit: Limit) -> dict[str, Any]:
    """The oldest first. That it was read is written down."""
    case = found(request, number)
    lines = [line for line in selectors.lines(case) if line.act in ("message", "ask", "answer")]
    caller = caller_of(request)
    record_reading(caller.actor, case.stream, "api")
    return keyset.stretch(request, lines, after, limit, lambda line: _message(line, caller), path=request.path)


@room.post("/cases/{number}/messages", response={201: CaseShape}, summary=gettext_lazy("Write a message in a case"))
def write_message(request: HttpRequest, number: CaseNumber, payload: NewMessage) -> Status[Any]:
    """For officers the scope is `correspond`, for applicants `own`."""
    caller = caller_of(request)
    _refuse_scope(caller, "message")
    case = services.act(found(request, number), "message", {"text": payload.text}, by=caller.account)
    return Status(201, _row(case))


def caller_of(request: HttpRequest) -> Caller:
    caller: Caller = request.caller  # type: ignore[attr-defined]
    return caller


def found(request: HttpRequest, number: str) -> Case:
    """Raises UnknownCase, also for a token that may not see."""
    caller = caller_of(request)
    wanted = OWN if caller.account.kind == Kind.APPLICANT else Action.SEE.value
    if not caller.holds(wanted):
        raise Problem("forbidden", _("The token does not hold the scope %(scope)s.") % {"scope": wanted})
    return selectors.by_number(caller.account, number)


def _refuse_scope(caller: Caller, act: str) -> None:
    officer = ACTS[act].officer
    wanted = OWN if caller.account.kind == Kind.APPLICANT or officer is None else officer.value
    if not caller.holds(wanted):
        raise Problem("forbidden", _("The token does not hold the scope %(scope)s.") % {"scope": wanted})


def _refuse_answers(payload: NewCase, known: set[str]) -> None:
    for key in payload.application:
        if key not in known:
            raise unusable("body", f"application.{key[:60]}", "unknown", _("The procedure asks no such question."))


def _territory(payload: NewCase, question: str, find: Any, version: Any) -> Territory:
    try:
        found: Territory = find(version, payload.application)
    except Refused as letter:
        raise unusable("body", f"application.{question}", "unknown", str(letter)) from None
    return found


def _persons(payload: NewCase, territory: Territory, source: Source, caller: Caller) -> list[Person]:
    told = [payload.applicant, *payload.members]
    found = [
        persons.take(_person_told(each), territory=territory, source=source, actor=caller.actor).person for each in told
    ]
    if len({person.pk for person in found}) < len(found):
        raise unusable("body", "members", "repeated", _("The same person is named twice."))
    return found


def _person_told(each: NewPerson) -> PersonTold:
    return PersonTold(**each.model_dump(exclude={"relation"}))


def _told(doing: Doing) -> dict[str, Any]:
    """The payload of the act: only what was sent."""
    told = doing.model_dump(exclude={"act", "assignee", "version", "on"}, exclude_none=True)
    if doing.on:
        told["on"] = doing.on.isoformat()
    for field, act, value in (("assignee", "assign", doing.assignee), ("version", "migrate", doing.version)):
        if doing.act == act:
            if value is None:
                raise unusable("body", field, "missing", _("This is needed."))
            told["to"] = value
    if doing.act == "note" and not doing.text:
        raise unusable("body", "text", "missing", _("This is needed."))
    return told


def _row(case: Case) -> CaseShape:
    return CaseShape(**_columns(case))


def _columns(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "procedure": case.procedure,
        "version": case.version,
        "territory": case.territory_id,
        "status": case.status,
        "waiting": case.waiting,
        "extended": case.extended,
        "due": None if case.due == NEVER else case.due,
        "lapses": case.lapses,
        "submitted": case.submitted,
        "changed": case.changed,
        "assignee": case.assignee_id,
    }


def _whole(request: HttpRequest, case: Case) -> WholeCase:
    caller = caller_of(request)
    record_reading(caller.actor, case.stream, "api")
    applies = caller.account.kind == Kind.APPLICANT
    lines = [line for line in selectors.lines(case) if not applies or _shown(line)]
    people = [(case.applicant, "head")]
    people += [(each.person, each.relation) for each in case.members.select_related("person")]
    return WholeCase(
        **_columns(case),
        persons=[_person(person, relation) for person, relation in people],
        history=[_line(line, caller) for line in lines],
        acts=[each.key for each in permissions.offered(caller.account, case)],
    )


def _line(line: Line, caller: Caller) -> LineShape:
    return LineShape(sequence=line.sequence, at=line.at, act=line.act, actor=_actor(line, caller))


def _shown(line: Line) -> bool:
    return line.act in ACTS and ACTS[line.act].shown


def _actor(line: Line, caller: Caller) -> str:
    """Applicants are told that an officer acted, not which."""
    if caller.account.kind != Kind.APPLICANT:
        return line.actor
    return "you" if line.actor == caller.actor else "office"


def _person(person: Person, relation: str) -> PersonShape:
    return PersonShape(
        key=str(person.key),
        surname=person.surname,
        given=person.given,
        patronymic=person.patronymic,
        birth_date=person.birth_date,
        sex=person.sex,
        iin=person.iin,
        relation=relation,
    )


def _message(line: Line, caller: Caller) -> MessageShape:
    told = {"sequence": line.sequence, "at": line.at, "act": line.act, "actor": _actor(line, caller)}
    return MessageShape(**told, text=_text(line.payload))


def _text(payload: Mapping[str, Any]) -> str | None:
    reference = payload.get("text")
    try:
        return str(personal.read(reference)["text"]) if reference else None
    except Erased:
        return None
