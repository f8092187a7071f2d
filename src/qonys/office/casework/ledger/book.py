"""The pages of the ledger that one transaction holds: balances move here, and what moved is written at its end.

Nothing in this file asks the database: the same steps always end in the same balances and entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from qonys.office.casework.ledger.models import Order, Quota, Reservation
from qonys.office.casework.ledger.refusals import NotEnough, WrongStep
from qonys.office.casework.ledger.states import ACCOUNT, NEXT, Account, State


class Line(NamedTuple):
    """An entry that is about to be written."""

    quota: int
    number: int
    act: str
    source: str
    target: str
    units: int
    order: Order | None
    reservation: Reservation | None


@dataclass
class Book:
    """`held`: the reservations these requests speak of, by key; `new` and `changed` are written when it is closed."""

    quotas: Mapping[int, Quota]
    held: dict[str, Reservation]
    now: datetime
    actor: str
    new: list[Reservation] = field(default_factory=list)
    changed: dict[str, Reservation] = field(default_factory=dict)
    entries: list[Line] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)

    def ask(self, wanted: Reservation) -> Reservation:
        """Reserved when nobody waits and enough is free; else it takes its place on the waiting list."""
        quota = self.quotas[wanted.quota_id]
        self.touched.add(quota.pk)
        quota.arrivals += 1
        wanted.arrival, wanted.asked, wanted.changed = quota.arrivals, self.now, self.now
        wanted.state = State.WAITING
        self.held[wanted.key] = wanted
        self.new.append(wanted)
        if quota.waiting == 0 and quota.available >= wanted.units:
            wanted.state = State.RESERVED
            self._move(quota, "reserved", Account.AVAILABLE, Account.RESERVED, wanted.units, reservation=wanted)
        else:
            quota.waiting += 1
        return wanted

    def change(self, held: Reservation, after: State) -> Reservation:
        """One step of the table. Raises WrongStep."""
        step = NEXT[State(held.state)].get(after)
        if step is None:
            told = {"before": State(held.state).label, "after": State(after).label}
            raise WrongStep(_("A place that is %(before)s cannot become %(after)s.") % told)
        quota = self.quotas[held.quota_id]
        self.touched.add(quota.pk)
        if held.state == State.WAITING:
            quota.waiting -= 1
        source, target = (ACCOUNT[State(each)] or Account.AVAILABLE for each in (held.state, after))
        if source != target:
            self._move(quota, step.key, source, target, held.units, reservation=held)
        self._keep_time(held, after)
        held.state, held.changed = after, self.now
        if held.pk is not None:
            self.changed[held.key] = held
        return held

    def order(self, order: Order, quota: Quota, change: int) -> None:
        """Give to a quota, or take from what is free in it. Raises NotEnough."""
        self.touched.add(quota.pk)
        moving = order.kind not in ("open", "cut")
        if change > 0:
            act = "moved_in" if moving else "opened"
            self._move(quota, act, Account.GRANTED, Account.AVAILABLE, change, order=order)
            return
        if quota.available < -change:
            told = {"quota": str(quota), "available": quota.available, "wanted": -change}
            raise NotEnough(_("%(quota)s: %(wanted)d were to be taken, %(available)d are free.") % told)
        self._move(quota, "moved_out" if moving else "cut", Account.AVAILABLE, Account.GRANTED, -change, order=order)

    def _move(
        self,
        quota: Quota,
        act: str,
        source: Account,
        target: Account,
        units: int,
        order: Order | None = None,
        reservation: Reservation | None = None,
    ) -> None:
        # `granted` is the other side of the scales: what leaves it is what the quota has been given.
        for account, change in ((source, -units), (target, units)):
            value = -change if account == Account.GRANTED else change
            setattr(quota, account.value, getattr(quota, account.value) + value)
        quota.entries += 1
        self.entries.append(Line(quota.pk, quota.entries, act, source.value, target.value, units, order, reservation))

    def _keep_time(self, held: Reservation, after: State) -> None:
        """While an appeal runs the clock of a reservation stands still."""
        if after == State.FROZEN and held.expires:
            held.remaining, held.expires = held.expires - self.now, None
        elif held.state == State.FROZEN and after == State.RESERVED and held.remaining:
            held.remaining, held.expires = None, self.now + held.remaining
