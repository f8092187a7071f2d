"""Questions about cases. Lists are read from the rows, a single case from its journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.office.casework.cases import permissions
from qonys.office.casework.cases.course import Course, Line, fold
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.numbers import typed
from qonys.office.casework.cases.refusals import UnknownCase
from qonys.office.casework.cases.states import OPEN, Status
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.journal.selectors import content, entries

LAPSES_SOON = timedelta(days=30)
CAP = 100  # a queue of more is told as "100+"


def _lapsing(day: date) -> Q:
    return Q(lapses__lte=day + LAPSES_SOON, status__in=OPEN)


@dataclass(frozen=True)
class Queue:
    """A list an officer works off: a question to the rows, so nothing can fall out of it."""

    key: str
    name: Promise
    asks: Any  # day -> Q


QUEUES = {
    queue.key: queue
    for queue in (
        Queue("late", gettext_lazy("Late"), lambda day: Q(due__lt=day, status__in=OPEN, waiting=False)),
        Queue("today", gettext_lazy("Due today"), lambda day: Q(due=day, status__in=OPEN, waiting=False)),
        Queue("new", gettext_lazy("New"), lambda day: Q(status=Status.RECEIVED, waiting=False)),
        Queue("review", gettext_lazy("Under review"), lambda day: Q(status=Status.IN_REVIEW, waiting=False)),
        Queue("waiting", gettext_lazy("Waiting for the applicant"), lambda day: Q(waiting=True, status__in=OPEN)),
        Queue("commission", gettext_lazy("Before the commission"), lambda day: Q(status=Status.AT_COMMISSION)),
        Queue("to_decide", gettext_lazy("To be decided"), lambda day: Q(status=Status.TO_DECIDE)),
        Queue("granted", gettext_lazy("Granted, not arrived"), lambda day: Q(status=Status.GRANTED)),
        Queue("followed", gettext_lazy("Settled and followed"), lambda day: Q(status=Status.FOLLOWED)),
        Queue("lapsing", gettext_lazy("Papers about to lapse"), _lapsing),
        Queue("all", gettext_lazy("All"), lambda day: Q()),
    )
}  # fmt: skip


def in_queue(account: Account, key: str, on: date | None = None) -> QuerySet[Case]:
    """The cases of a queue an officer may see, the nearest term first."""
    found = permissions.visible(account).filter(QUEUES[key].asks(on or timezone.localdate()))
    return found.select_related("applicant", "territory", "assignee").order_by("due", "id")


def counts(found: QuerySet[Case], on: date | None = None, keys: Iterable[str] = QUEUES) -> dict[str, int]:
    """How many of those cases each queue holds, counted no further than CAP + 1, all in one query.

    Put together from the SQL of each, since this is half of what a list asks: a count around a count would cost more
    to say than to answer.
    """
    day, parts, values = on or timezone.localdate(), [], []
    for key in keys:
        asked = found.filter(QUEUES[key].asks(day)).order_by().values("pk")[: CAP + 1]
        with suppress(EmptyResultSet):  # of an account that may see nothing
            sql, told = asked.query.sql_with_params()
            parts.append(f"SELECT %s, COUNT(*) FROM ({sql}) AS held")
            values += [key, *told]
    return dict.fromkeys(keys, 0) | _asked(" UNION ALL ".join(parts), values)


def _asked(sql: str, values: Sequence[Any]) -> dict[str, int]:
    if not sql:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


def after(found: QuerySet[Case], due: date, pk: int) -> QuerySet[Case]:
    """The next page: what follows that row, without counting what came before."""
    return found.filter(Q(due__gt=due) | Q(due=due, pk__gt=pk)).filter(due__gte=due)


def by_number(account: Any, number: str) -> Case:
    """Raises UnknownCase for one that is not there, and for one the asker may not see."""
    related = ("applicant", "territory", "assignee", "account")
    found = permissions.visible(account).filter(number=typed(number)).select_related(*related).first()
    if found is None:
        raise UnknownCase(_("There is no case %(number)s among those you may see.") % {"number": typed(number)})
    return found


def lines(case: Case) -> Iterator[Line]:
    """The journal of a case, in order; personal contents stand as references."""
    for entry in entries(case.stream):
        yield Line(entry.sequence, entry.at, entry.actor, entry.action, content(entry))


def course(case: Case) -> Course:
    return fold(lines(case))


def courses(cases: Iterable[Case]) -> dict[str, Course]:
    """The courses of many cases by number, in one query."""
    told: dict[str, list[Line]] = {case.stream: [] for case in cases}
    for entry in Entry.objects.filter(stream_id__in=told).order_by("stream_id", "sequence"):
        told[entry.stream_id].append(Line(entry.sequence, entry.at, entry.actor, entry.action, content(entry)))
    return {stream.removeprefix("case:"): fold(lines) for stream, lines in told.items()}


def written(told: Iterator[Line] | list[Line]) -> Mapping[str, Mapping[str, Any]]:
    """What people wrote, by digest, in one query. Raises Erased."""
    references = [
        value
        for line in told
        for value in line.payload.values()
        if isinstance(value, dict) and set(value) == {personal.KEY}
    ]
    return personal.read_all(references)


def application(case: Case) -> Mapping[str, Any]:
    """The answers as they were submitted. Raises Erased."""
    first = next(lines(case))
    told: Mapping[str, Any] = personal.read(first.payload["application"])["application"]
    return told
