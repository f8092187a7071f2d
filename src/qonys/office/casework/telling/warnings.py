"""What is about to run out: terms of the office, answers of a family, papers. Each is told once, to those who can act.

A notice's key names the term and its day: the work may run as often as it likes, and a term that moved is told anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from qonys.office.casework.cases import law, selectors
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import OPEN
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import who_may
from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.services import notify

NEAR = 2  # working days before a term ends
SILENT = 5  # working days after which a family that was asked is reminded
LAPSES = timedelta(days=30)
BACK = timedelta(days=30)  # terms that ended earlier were told of in their time
CHUNK = 500
MOST = 10  # officers who are told of one late case


@dataclass(frozen=True)
class Warning:
    account: Account
    template: str
    about: str
    key: str
    facts: tuple[tuple[str, str], ...]


Found = Callable[[Case, date], Iterator[Warning]]


def warn(on: date | None = None) -> int:
    """Tell everything that is to be told on that day; returns how many notices are new."""
    day = on or timezone.localdate()
    asked: tuple[tuple[Q, Found], ...] = (
        (Q(due__gte=day - BACK, due__lte=_ahead(day, NEAR), waiting=False), terms),
        (Q(waiting=True), silence),
        (Q(lapses__gte=day, lapses__lte=day + LAPSES), papers),
    )
    return sum(_told(Case.objects.filter(which, status__in=OPEN), found, day) for which, found in asked)


def terms(case: Case, day: date) -> Iterator[Warning]:
    """Near: the officer in charge. Late: those who sign the decisions too, so that somebody above knows."""
    late = case.due < day
    deciding = list(who_may(Action.DECIDE, case.territory_id, case.procedure)[:MOST])
    above = deciding if late or case.assignee is None else []
    officers = {each.pk: each for each in (case.assignee, *above) if each is not None}
    for each in officers.values():
        yield _warning(case, each, "term_late" if late else "term_near", case.due)


def silence(case: Case, day: date) -> Iterator[Warning]:
    """A family that was asked and has not answered, once for each time it was asked."""
    since = selectors.course(case).waiting_since
    if case.account and since and day >= _ahead(since, SILENT):
        yield _warning(case, case.account, "answer_awaited", since, until=False)


def papers(case: Case, day: date) -> Iterator[Warning]:
    for each in (case.account, case.assignee):
        if each and case.lapses:
            yield _warning(case, each, "paper_lapses", case.lapses)


def _warning(case: Case, account: Account, template: str, day: date, *, until: bool = True) -> Warning:
    facts = (("number", case.number), *((("until", day.isoformat()),) if until else ()))
    return Warning(account, template, case.stream, f"{case.stream}:{template}:{day}:{account.pk}", facts)


def _told(cases: QuerySet[Case], found: Found, day: date) -> int:
    """In pieces, so that no transaction holds the database while a whole country is gone through."""
    count, chunk = 0, list[Warning]()
    for case in cases.select_related("account", "assignee").order_by("pk").iterator(CHUNK):
        chunk += found(case, day)
        if len(chunk) >= CHUNK:
            count, chunk = count + _written(chunk), []
    return count + _written(chunk)


def _written(chunk: Iterable[Warning]) -> int:
    wanted = {each.key: each for each in chunk}
    known = set(Notice.objects.filter(key__in=list(wanted)).values_list("key", flat=True))
    new = [each for key, each in wanted.items() if key not in known]
    with transaction.atomic():
        for each in new:
            notify(each.account, each.template, dict(each.facts), about=each.about, key=each.key)
    return len(new)


def _ahead(day: date, days: int) -> date:
    calendar = law.calendar()
    return calendar.add_working_days(day, days) if calendar else day + timedelta(days=days)
