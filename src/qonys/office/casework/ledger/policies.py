"""May this order be, and may this officer carry it out? Raises letters, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from qonys.office.casework.ledger.models import Order, Reservation
from qonys.office.casework.ledger.refusals import LedgerRefused, SecondOfficer, UnknownPlaces, WrongStep
from qonys.office.casework.ledger.states import OrderKind, OrderState
from qonys.office.foundation.authority.lengths import too_long
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import reaches

MOST = 1_000_000  # places in one line, or asked for at once
LAST_CLASS = 100  # of the waiting list
YEARS = range(2000, 2101)


class Named(Protocol):
    """A quota as a line of an order names it."""

    @property
    def year(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def territory(self) -> str: ...


def refuse_order(kind: str, number: str, day: date, document: str, lines: Mapping[Named, int]) -> None:
    if kind not in OrderKind:
        raise LedgerRefused(_("An order opens, reduces, re-cuts, exchanges or transfers places."))
    if not number.strip() or not document.strip():
        raise LedgerRefused(_("Write the number of the order, and what document it is."))
    if letter := too_long(Order, number=number.strip(), document=document.strip()):
        raise LedgerRefused(letter)
    if not lines or any(change == 0 or abs(change) > MOST for change in lines.values()):
        raise LedgerRefused(_("Each line moves between 1 and %(most)d places.") % {"most": MOST})
    if any(each.year not in YEARS for each in lines):
        raise LedgerRefused(_("A year has four digits and lies between 2000 and 2100."))
    _refuse_sum(OrderKind(kind), list(lines.values()))
    _refuse_move(OrderKind(kind), lines)
    known = Territory.objects.filter(pk__in={each.territory for each in lines}).count()
    if known < len({each.territory for each in lines}):
        raise UnknownPlaces(_("A territory of this order is not in the list of territories."))


def refuse_ask(key: str, units: int, priority: int) -> None:
    if letter := too_long(Reservation, key=key):
        raise LedgerRefused(letter)
    if units < 1:
        raise LedgerRefused(_("Ask for one place at least."))
    if units > MOST:
        raise LedgerRefused(_("Ask for %(most)d places at most.") % {"most": MOST})
    if not 0 <= priority <= LAST_CLASS:
        raise LedgerRefused(_("Classes of the waiting list go from 0 to %(last)d.") % {"last": LAST_CLASS})


def refuse_reach(territories: Iterable[str], by: Account | None) -> None:
    """Every territory of an order lies within the officer's mandate."""
    if by is not None and not all(reaches(by, Action.ALLOT, each, "") for each in set(territories)):
        raise LedgerRefused(_("You hold no mandate to move places in every territory of this order."))


def refuse_own(order: Order, by: Account | None) -> None:
    if by is not None and order.proposed_by == by.actor:
        raise SecondOfficer(_("You proposed this order: another officer carries it out."))


def refuse_state(order: Order) -> None:
    if order.state != OrderState.PROPOSED:
        told = {"number": order.number, "state": OrderState(order.state).label}
        raise WrongStep(_("Order %(number)s is no longer open: %(state)s.") % told)


def _refuse_sum(kind: OrderKind, changes: list[int]) -> None:
    if kind == OrderKind.OPEN and min(changes) < 0:
        raise LedgerRefused(_("An opening only gives places."))
    if kind == OrderKind.CUT and max(changes) > 0:
        raise LedgerRefused(_("A reduction only takes places."))
    if kind not in (OrderKind.OPEN, OrderKind.CUT) and sum(changes):
        letter = _("What is taken and what is given differ by %(places)+d places: a move neither makes nor loses any.")
        raise LedgerRefused(letter % {"places": sum(changes)})


def _refuse_move(kind: OrderKind, lines: Mapping[Named, int]) -> None:
    years, kinds = {each.year for each in lines}, {each.kind for each in lines}
    if kind == OrderKind.RECUT and (len(years) > 1 or len(kinds) > 1):
        raise LedgerRefused(_("A new cut stays within one kind and one year."))
    if kind == OrderKind.SWAP and len(years) > 1:
        raise LedgerRefused(_("An exchange stays within one year."))
    if kind == OrderKind.CARRY and len(kinds) > 1:
        raise LedgerRefused(_("A transfer between years stays within one kind."))
