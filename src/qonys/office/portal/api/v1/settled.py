"""Settled families: who is followed, what was found, figures by year of arrival for everybody.

A list needs the scope `follow`. What is recorded here is what an officer asked; a family answers on its own pages.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Status
from pydantic import Field

from qonys.office.casework.cases.numbers import typed
from qonys.office.casework.integration import permissions, selectors, services
from qonys.office.casework.integration.models import Fact, Settled
from qonys.office.casework.integration.states import Source
from qonys.office.casework.integration.told import Told
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.journal.services import record_reading
from qonys.office.foundation.tokens.recognition import Caller
from qonys.office.planning.outcomes import selectors as outcomes
from qonys.office.planning.outcomes.selectors import Cohort
from qonys.office.portal.api import keyset
from qonys.office.portal.api.callers import needs
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem, unusable
from qonys.office.portal.api.shapes import After, Code, Day, Limit, Page, Shape
from qonys.office.portal.api.v1.cases import CaseNumber, caller_of
from qonys.office.registers.persons.models import Person

room = Room(tags=["settled"])
PURPOSE = "api"


class SettledShape(Shape):
    """`due` is the next visit, null if none is to come; `reasons` why help may be needed, and nothing else."""

    number: str
    procedure: str
    territory: str
    since: date
    until: date | None
    due: date | None
    reasons: list[str]


class FactShape(Shape):
    topic: str
    answer: str
    person: str | None
    source: str
    on: date


class VisitShape(Shape):
    month: int
    due: date
    done: date | None


class WholeSettled(SettledShape):
    """`facts`: all of them, in order; the newest of a topic and person counts."""

    obliged_until: date
    visits: list[VisitShape]
    facts: list[FactShape]


class ToldShape(Shape):
    """`person` is the key of who it is told of, null for the whole family."""

    topic: Code
    answer: Code
    person: Code | None = None


class Visited(Shape):
    """What an officer was told on one day."""

    on: Day
    facts: Annotated[list[ToldShape], Field(min_length=1, max_length=200)]


class CohortShape(Shape):
    """Shares between 0 and 1; null where too few stand behind them."""

    year: int
    territory: str
    wanting_work: int | None
    in_work_after_12_months: float | None
    there_after_years: list[float | None]


@room.get("/settled", response=Page[SettledShape], summary=gettext_lazy("Families I follow"))
@needs(Action.FOLLOW)
def list_settled(
    request: HttpRequest,
    after: After,
    limit: Limit,
    queue: Annotated[Literal["due", "help", "all"], Query(description="Which of them.")] = "all",
) -> dict[str, Any]:
    """In the order of their arrival in this office."""
    rows = permissions.followed(caller_of(request).account).select_related("case")
    if queue == "due":
        rows = rows.filter(until=None, due__lte=timezone.localdate())
    if queue == "help":
        rows = rows.filter(until=None, warned__isnull=False)
    return keyset.page(request, rows, ("id",), after, limit, _shape)


@room.get("/settled/{number}", response=WholeSettled, summary=gettext_lazy("One family I follow"))
@needs(Action.FOLLOW)
def one_settled(request: HttpRequest, number: CaseNumber) -> WholeSettled:
    """The reading is written down before it is shown."""
    settled = _found(caller_of(request), number)
    record_reading(caller_of(request).actor, settled.stream, PURPOSE)
    return _whole(settled)


@room.post("/settled/{number}/facts", response={201: WholeSettled}, summary=gettext_lazy("Record what a family told"))
@needs(Action.FOLLOW)
def record_facts(request: HttpRequest, number: CaseNumber, told: Visited) -> Status[Any]:
    """Makes the visit that is due, if its time has come and work was told of."""
    settled = _found(caller_of(request), number)
    people = {str(each.key): each for each in selectors.persons(settled)}
    facts = [Told(each.topic, each.answer, _person(people, each.person)) for each in told.facts]
    services.follow_up(settled, facts, on=told.on, source=Source.OFFICER, by=caller_of(request).account)
    return Status(201, _whole(_found(caller_of(request), number)))


@room.get("/outcomes", auth=None, response=Page[CohortShape], summary=gettext_lazy("How settled families fare"))
def list_outcomes(request: HttpRequest, after: After, limit: Limit) -> dict[str, Any]:
    """By year of arrival and territory, the nation ('') first: rounded, and nothing that few people stand behind."""
    found = outcomes.latest()
    rows = found.cohorts if found else ()
    return keyset.stretch(request, rows, after, limit, _cohort, path=request.path)


def _found(caller: Caller, number: str) -> Settled:
    rows = permissions.followed(caller.account).select_related("case__applicant", "territory", "registered")
    found = rows.filter(case__number=typed(number)).first()
    if found is None:
        raise Problem("not-found", _("There is no such family among those you follow."))
    return found


def _person(people: dict[str, Person], key: str | None) -> Person | None:
    if key is None:
        return None
    if key not in people:
        raise unusable("body", "facts", "unknown", _("This person does not belong to the case."))
    return people[key]


def _shape(row: Settled) -> SettledShape:
    return SettledShape(**_columns(row))


def _columns(row: Settled) -> dict[str, Any]:
    return {
        "number": row.case.number,
        "procedure": row.procedure,
        "territory": row.territory_id,
        "since": row.since,
        "until": row.until,
        "due": row.due,
        "reasons": row.reasons,
    }


def _whole(row: Settled) -> WholeSettled:
    return WholeSettled(
        **_columns(row),
        obliged_until=selectors.obliged_until(row),
        visits=[VisitShape(month=each.month, due=each.due, done=each.done) for each in row.visits.all()],
        facts=[_fact(each) for each in row.facts.select_related("person")],
    )


def _fact(row: Fact) -> FactShape:
    person = str(row.person.key) if row.person else None
    return FactShape(topic=row.topic, answer=row.answer, person=person, source=row.source, on=row.on)


def _cohort(row: Cohort) -> CohortShape:
    return CohortShape(
        year=row.year,
        territory=row.place,
        wanting_work=row.wanting,
        in_work_after_12_months=row.share,
        there_after_years=list(row.staying),
    )
