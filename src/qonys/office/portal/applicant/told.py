"""A case as its applicant reads it: where it stands, by when what happens, and what has happened so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qonys.countries.procedures.law import Version
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases import law, selectors
from qonys.office.casework.cases.clocks import Running, Standing, terms
from qonys.office.casework.cases.course import Course, Line, fold
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import ACTS, Status
from qonys.office.casework.letters.kinds import Kind
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.planning.wording import places
from qonys.office.portal.applicant import words
from qonys.office.portal.applicant.fields import say

TALK = ("message", "ask", "answer")


@dataclass(frozen=True)
class Event:
    """One line of the history. `mine`: the applicant wrote it."""

    act: str
    at: datetime
    what: str
    mine: bool
    text: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    who: str
    what: str
    by: date
    state: str  # running | paused | late
    words: str


@dataclass(frozen=True)
class Told:
    """Everything on the page of a case."""

    case: Case
    course: Course
    version: Version
    name: str
    status: str
    now: str
    terms: tuple[Term, ...]
    events: tuple[Event, ...]  # newest first

    @property
    def talk(self) -> list[Event]:
        """The conversation, oldest first."""
        return [each for each in reversed(self.events) if each.act in TALK]


def told(case: Case) -> Told:
    lines = list(selectors.lines(case))
    course = fold(lines)
    version = law.version(case.procedure, course.version)
    return Told(
        case=case,
        course=course,
        version=version,
        name=say(law.procedure(case.procedure).names),
        status=str(Status(course.status).label),
        now=str(words.WAITING if course.waiting else words.NOW[course.status]),
        terms=coming(course, version),
        events=_together(_events(case, lines, version)),
    )


def coming(course: Course, version: Version) -> tuple[Term, ...]:
    """The terms that run, the nearest first."""
    running = [each for each in terms(course, version, timezone.localdate()) if each.ended is None]
    return tuple(_term(each) for each in sorted(running, key=lambda each: each.due))


def _term(running: Running) -> Term:
    return Term(
        who=places.name(running.who),
        what=places.name(running.names),
        by=running.due,
        state=running.standing.value,
        words=_left(running),
    )


def _left(running: Running) -> str:
    if running.standing == Standing.PAUSED:
        return _("stands still until you answer")
    if running.standing == Standing.LATE:
        return _("the office is late: you may ask why")
    if running.left is None:
        return ""
    if running.left <= 0:
        return _("today")
    return ngettext("%(days)d working day left", "%(days)d working days left", running.left) % {"days": running.left}


def _events(case: Case, lines: list[Line], version: Version) -> Iterator[Event]:
    """The lines an applicant is shown, newest first."""
    shown = [line for line in lines if line.act in ACTS and ACTS[line.act].shown]
    texts = _texts(shown)
    for line in reversed(shown):
        if line.act == "paper":
            points = (_paper(version, str(line.payload.get("paper", ""))),)
        else:
            points = tuple(_points(line, version))
        mine = line.actor == f"account:{case.account_id}"
        yield Event(line.act, line.at, str(ACTS[line.act].done), mine, _text(line, texts), points)


def _together(events: Iterable[Event]) -> tuple[Event, ...]:
    """Papers handed in one after the other on a day are one line: nobody reads five times the same."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        if last and last.act == event.act == "paper" and _same_day(last, event) and last.mine == event.mine:
            found[-1] = replace(last, points=(*event.points, *last.points))
        else:
            found.append(event)
    return tuple(_counted(event) for event in found)


def _same_day(one: Event, other: Event) -> bool:
    return timezone.localdate(one.at) == timezone.localdate(other.at)


def _counted(event: Event) -> Event:
    """One name and a number, "Identity card (3)", instead of naming it three times."""
    counts = Counter(event.points)
    return replace(event, points=tuple(f"{each} ({count})" if count > 1 else each for each, count in counts.items()))


def _texts(lines: list[Line]) -> Mapping[str, Mapping[str, Any]]:
    """What was written, by digest, without the application itself."""
    talk = [line for line in lines if line.act != "submit"]
    try:
        return selectors.written(talk)
    except Erased:
        return {}


def _text(line: Line, texts: Mapping[str, Mapping[str, Any]]) -> str:
    for key in ("text", "reason"):
        value = line.payload.get(key)
        if isinstance(value, dict) and personal.KEY in value:
            return str(texts.get(value[personal.KEY], {}).get(key, ""))
    return ""


def _points(line: Line, version: Version) -> Iterator[str]:
    """What else the line says, in words of the law."""
    payload = line.payload
    yield from (_paper(version, key) for key in payload.get("papers", ()))
    for key, found in (("ground", version.ground), ("event", version.event)):
        if payload.get(key):
            yield _named(found, str(payload[key]))
    if line.act == "letter" and payload.get("kind") in Kind.values:
        yield str(Kind(payload["kind"]).label)
    if payload.get("on"):
        yield formats.date_format(date.fromisoformat(payload["on"]), "DATE_FORMAT")


def _paper(version: Version, key: str) -> str:
    return _named(version.paper, key)


def _named(find: Any, key: str) -> str:
    try:
        return say(find(key).names)
    except BadInput:
        return key
