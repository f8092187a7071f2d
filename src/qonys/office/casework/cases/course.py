"""Where a case stands: a fold over the lines of its journal. Nothing else decides; the row of the case is a copy.

The order of lines is their sequence. The clock only says which day it was, so a clock that was set back moves terms,
never the order of events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from qonys.office.casework.cases.states import ACTS, Status


@dataclass(frozen=True)
class Line:
    """One line of the journal of a case."""

    sequence: int
    at: datetime
    actor: str
    act: str
    payload: Mapping[str, Any]

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


@dataclass(frozen=True)
class Happened:
    """Something in the years after the decision."""

    event: str
    day: date


@dataclass(frozen=True)
class Course:
    """What the lines so far amount to."""

    status: Status = Status.RECEIVED
    version: str = ""
    territory: str = ""
    lines: int = 0
    days: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))  # act or event -> its newest day
    first: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))  # act or event -> its first day
    asked: frozenset[str] = frozenset()  # papers asked for and not yet handed in
    waiting_since: date | None = None
    waited: tuple[tuple[date, date], ...] = ()
    extended: bool = False
    lapses: date | None = None  # the first paper of the applicant that ends
    assignee: int | None = None
    forwarded_by: str = ""
    recommends: str = ""  # grant | refuse
    ground: str = ""  # of a refusal or a turning back
    papers: frozenset[str] = frozenset()  # kinds handed in, with the member: "identity:<person key>"
    events: tuple[Happened, ...] = ()

    @property
    def waiting(self) -> bool:
        return self.waiting_since is not None

    @property
    def submitted(self) -> date | None:
        return self.first.get("submit")


def fold(lines: Iterable[Line]) -> Course:
    return reduce(step, lines, Course())


def step(course: Course, line: Line) -> Course:
    """The course after one more line. What other rooms write there (contents erased, a file kept) moves nothing."""
    act = ACTS.get(line.act)
    if act is None:
        return replace(course, lines=line.sequence)
    moved = replace(
        course,
        status=act.after or course.status,
        lines=line.sequence,
        days=MappingProxyType({**course.days, line.act: line.day}),
        first=MappingProxyType({line.act: line.day, **course.first}),
    )
    effect = _EFFECTS.get(line.act)
    return effect(moved, line) if effect else moved


def _submit(course: Course, line: Line) -> Course:
    told = line.payload
    lapses = date.fromisoformat(told["lapses"]) if told.get("lapses") else None
    return replace(course, version=told["version"], territory=told["territory"], lapses=lapses)


def _ask(course: Course, line: Line) -> Course:
    asked = course.asked | set(line.payload.get("papers", ()))
    return replace(course, asked=asked, waiting_since=course.waiting_since or line.day)


def _answer(course: Course, line: Line) -> Course:
    since = course.waiting_since or line.day
    return replace(course, asked=frozenset(), waiting_since=None, waited=(*course.waited, (since, line.day)))


def _paper(course: Course, line: Line) -> Course:
    told = line.payload
    return replace(course, papers=course.papers | {f"{told['paper']}:{told.get('member', '')}"})


def _forward(course: Course, line: Line) -> Course:
    place = line.payload.get("territory") or course.territory
    # Who worked on it where it came in has no mandate where it is decided.
    assignee = course.assignee if place == course.territory else None
    return replace(course, forwarded_by=line.actor, recommends="", territory=place, assignee=assignee)


def _recommend(course: Course, line: Line) -> Course:
    return replace(course, recommends=line.payload["recommends"])


def _ground(course: Course, line: Line) -> Course:
    return replace(course, ground=line.payload["ground"])


def _extend(course: Course, line: Line) -> Course:
    return replace(course, extended=True)


def _assign(course: Course, line: Line) -> Course:
    return replace(course, assignee=line.payload["to"])


def _settle(course: Course, line: Line) -> Course:
    day = date.fromisoformat(line.payload["on"])
    return replace(course, days=MappingProxyType({**course.days, "settle": day}))


def _event(course: Course, line: Line) -> Course:
    """A term may begin or end with an event of the law, so its day is kept like that of an act."""
    happened = Happened(line.payload["event"], date.fromisoformat(line.payload["on"]))
    days = MappingProxyType({**course.days, happened.event: happened.day})
    first = MappingProxyType({happened.event: happened.day, **course.first})
    return replace(course, events=(*course.events, happened), days=days, first=first)


def _migrate(course: Course, line: Line) -> Course:
    return replace(course, version=line.payload["to"])


def _set_aside(course: Course, line: Line) -> Course:
    """The commission's advice was given on the facts of then; the ground falls with the decision."""
    return replace(course, ground="", recommends="")


_EFFECTS = {
    "submit": _submit,
    "ask": _ask,
    "answer": _answer,
    "paper": _paper,
    "forward": _forward,
    "recommend": _recommend,
    "refuse": _ground,
    "turn_back": _ground,
    "extend": _extend,
    "assign": _assign,
    "settle": _settle,
    "event": _event,
    "migrate": _migrate,
    "set_aside": _set_aside,
}
