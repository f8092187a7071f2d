"""Questions about sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.permissions import visible as cases_visible
from qonys.office.casework.cases.states import Status
from qonys.office.casework.commission import permissions
from qonys.office.casework.commission.counting import Cast
from qonys.office.casework.commission.models import AgendaItem, Seat, Session, Vote
from qonys.office.casework.commission.refusals import UnknownSession
from qonys.office.casework.commission.states import Choice
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.journal import personal

PAGE = 25
OFFERED = 100  # cases offered for an agenda at once


@dataclass(frozen=True)
class Count:
    """How far the vote on a case is."""

    voted: int
    present: int
    tally: Mapping[str, int]

    @property
    def complete(self) -> bool:
        return self.voted >= self.present


def sessions(account: Account, after: tuple[date, int] | None = None) -> list[Session]:
    """The newest first; `after`: day and number of the last one seen. One more than a page, if there is more."""
    found = permissions.visible(account).select_related("territory", "secretary")
    if after:
        day, pk = after
        found = found.filter(Q(day__lt=day) | Q(day=day, pk__lt=pk))
    return list(found[: PAGE + 1])


def by_number(account: Account, number: int) -> Session:
    """Raises UnknownSession, also for one the asker may not see."""
    found = permissions.visible(account).select_related("territory", "secretary").filter(pk=number).first()
    if found is None:
        raise UnknownSession(_("There is no session %(number)d among those you may see.") % {"number": number})
    return found


def agenda(session: Session) -> list[AgendaItem]:
    """The items in order, each with its case, its applicant and its votes, in three queries."""
    votes = Prefetch("votes", Vote.objects.select_related("seat__account"))
    found = session.items.select_related("case__applicant", "case__territory").prefetch_related(votes, "case__members")
    return list(found)


def seats(session: Session) -> list[Seat]:
    return list(session.seats.select_related("account"))


def last_place(session: Session) -> int:
    return session.items.aggregate(last=Max("place"))["last"] or 0


def votes_on(item: AgendaItem) -> list[Cast]:
    found: Iterable[tuple[str, bool]] = item.votes.values_list("choice", "seat__chair")
    return [Cast(choice, chair) for choice, chair in found]


def count(item: AgendaItem, seated: Iterable[Seat]) -> Count:
    """From an item of `agenda`, whose votes are loaded."""
    votes = list(item.votes.all())
    here = {seat.pk for seat in seated if seat.present}
    tally = {choice.value: sum(vote.choice == choice for vote in votes) for choice in Choice}
    return Count(sum(vote.seat_id in here for vote in votes), len(here), tally)


def offered(session: Session, account: Account) -> QuerySet[Case]:
    """Cases that may be put on this agenda, the nearest term first."""
    found = cases_visible(account, action=Action.CONVENE).filter(
        status=Status.AT_COMMISSION, procedure=session.procedure, territory__wholes__whole=session.territory_id
    )
    heard = AgendaItem.objects.filter(open=True).values("case")
    return found.exclude(pk__in=heard).select_related("applicant", "territory").order_by("due", "id")[:OFFERED]


def minutes(session: Session) -> str:
    """The newest text of the minutes. Raises Erased."""
    return str(personal.read(session.minutes)["text"]) if session.minutes else ""


def reason(of: Any) -> str:
    """Why a case was set aside, or a member abstained. Raises Erased."""
    return str(personal.read(of.reason)["reason"]) if of.reason else ""
