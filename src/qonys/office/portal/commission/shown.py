"""What the pages of a session show, gathered in a number of queries that does not grow with the agenda."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from qonys.office.casework.cases import law
from qonys.office.casework.commission import permissions, selectors
from qonys.office.casework.commission.models import AgendaItem, Seat, Session, Vote
from qonys.office.casework.commission.refusals import UnknownSession
from qonys.office.casework.commission.selectors import Count
from qonys.office.casework.commission.states import State
from qonys.office.foundation.authority.models import Account
from qonys.office.planning.wording.places import name


@dataclass(frozen=True)
class Row:
    """One case of the agenda; `mine`: how the reader voted on it."""

    item: AgendaItem
    count: Count
    family: int
    mine: Vote | None


@dataclass(frozen=True)
class Room:
    """A session and who looks at it."""

    session: Session
    seats: list[Seat]
    rows: list[Row]
    runs: bool
    seat: Seat | None

    @property
    def votes(self) -> bool:
        return self.session.state == State.SITTING and self.seat is not None and self.seat.present

    @property
    def present(self) -> int:
        return sum(seat.present for seat in self.seats)


def found(account: Account, number: int) -> Session:
    """Raises Http404, also for one the asker may not see."""
    try:
        return selectors.by_number(account, number)
    except UnknownSession as letter:
        raise Http404(str(letter)) from None


def room(session: Session, account: Account) -> Room:
    seats = selectors.seats(session)
    seat = next((each for each in seats if each.account_id == account.pk), None)
    rows = [_row(item, seats, seat) for item in selectors.agenda(session)]
    return Room(session, seats, rows, permissions.runs(account, session), seat)


def context(told: Room) -> dict[str, Any]:
    session = told.session
    return {
        "room": told,
        "session": session,
        "procedure": name(law.procedure(session.procedure).names.names),
        "where": name(session.territory.names),
        "rule": law.version(session.procedure, session.version).commission,
    }


def row_at(told: Room, place: int) -> Row:
    """Raises Http404."""
    for row in told.rows:
        if row.item.place == place:
            return row
    raise Http404


def neighbours(rows: Iterable[Row], place: int) -> tuple[int | None, int | None]:
    """The place before and the place after."""
    places = [row.item.place for row in rows]
    here = places.index(place)
    return (places[here - 1] if here else None, places[here + 1] if here + 1 < len(places) else None)


def _row(item: AgendaItem, seats: list[Seat], seat: Seat | None) -> Row:
    mine = next((vote for vote in item.votes.all() if seat and vote.seat_id == seat.pk), None)
    return Row(item, selectors.count(item, seats), 1 + len(item.case.members.all()), mine)
