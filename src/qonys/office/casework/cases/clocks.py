"""Which terms run on a case, by when each ends, and how many working days are left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qonys.countries import clocks
from qonys.countries.calendar import Calendar
from qonys.countries.procedures.law import Term, Version
from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.cases import law
from qonys.office.casework.cases.course import Course
from qonys.office.casework.cases.states import FINAL

NEVER = date(9999, 12, 31)  # sorts behind every term


class Standing(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    LATE = "late"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True)
class Running:
    """One term of a case. `left`: working days to its end, negative when it is over; None for terms in months."""

    clock: str
    names: Names
    who: Names
    start: date
    due: date
    ended: date | None
    standing: Standing
    left: int | None


def terms(course: Course, version: Version, on: date) -> tuple[Running, ...]:
    """Every term that has begun, in the order of the law. Empty for a country without a calendar."""
    calendar = law.calendar()
    if calendar is None:
        return ()
    begun = [each for each in version.terms if each.starts in course.days]
    return tuple(_running(each, course, version, on, calendar) for each in begun)


def next_due(running: Iterable[Running]) -> date:
    """The first day by which something must be done; NEVER if no term runs."""
    live = [each.due for each in running if each.standing in (Standing.RUNNING, Standing.PAUSED, Standing.LATE)]
    return min(live, default=NEVER)


def _running(term: Term, course: Course, version: Version, on: date, calendar: Calendar) -> Running:
    start = course.days[term.starts]
    due = clocks.due(law.clocks(), term.clock, start, calendar)
    end = _moved(due.day, term, course, version, on, calendar)
    ended = _ended(term, course)
    standing = _standing(term, course, ended, end, on)
    counted = due.span.unit == "working_days"
    left = calendar.working_days_between(on, end) if counted and ended is None else None
    return Running(term.clock, due.names, due.who, start, end, ended, standing, left)


def _moved(due: date, term: Term, course: Course, version: Version, on: date, calendar: Calendar) -> date:
    """Later by the working days the office waited, and by the extension."""
    more = 0
    if term.pauses:
        spans = [*course.waited, *([(course.waiting_since, on)] if course.waiting_since else [])]
        more += sum(max(calendar.working_days_between(since, until), 0) for since, until in spans)
    if term.extends and course.extended and version.extension:
        more += version.extension.working_days
    return calendar.add_working_days(due, more) if more else due


def _ended(term: Term, course: Course) -> date | None:
    """The first act that ended it; a case that is over ends every term."""
    start = course.days[term.starts]
    days = [course.first[act] for act in term.ends if act in course.first and course.first[act] >= start]
    if not days and course.status in FINAL:
        days = [max(course.days.values(), default=start)]
    return min(days, default=None)


def _standing(term: Term, course: Course, ended: date | None, due: date, on: date) -> Standing:
    if ended is not None:
        return Standing.KEPT if ended <= due else Standing.MISSED
    if course.waiting and term.pauses:
        return Standing.PAUSED
    return Standing.LATE if on > due else Standing.RUNNING


def soon(day: date, days: int = 30) -> date:
    return day + timedelta(days=days)
