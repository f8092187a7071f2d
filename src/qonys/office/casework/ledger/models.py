"""Quotas with their balances, the orders they rest on, what was reserved for whom, and every movement between accounts.

The balances of a quota are a copy of what its entries sum to, made in the same transaction; the database refuses a
copy that would owe a place, and any change of an entry.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from qonys.office.casework.cases.models import Case
from qonys.office.casework.ledger.kinds import Channel, Occupation
from qonys.office.casework.ledger.states import LIVE, Account, OrderKind, OrderState, State
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies


class Quota(models.Model):
    """Places of one kind, for one year and territory, by one channel and group of occupations ('' is any)."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)  # a stream of the country pack: kandas, resettlers, category_1, ...
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    occupation = models.CharField(max_length=4, choices=Occupation.choices, blank=True)
    granted = models.PositiveIntegerField(default=0)
    available = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    frozen = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)  # reservations on the waiting list
    arrivals = models.PositiveBigIntegerField(default=0)  # so many have asked: each got its number under the row's lock
    entries = models.PositiveBigIntegerField(default=0)  # so many lines: they are numbered without a gap

    lies: ClassVar[Lies] = Lies(territory="territory", procedure=None)

    class Meta:
        ordering = ("-year", "kind", "territory", "channel", "occupation")
        constraints = (
            models.UniqueConstraint(
                fields=("year", "kind", "territory", "channel", "occupation"), name="ledger_quota_once"
            ),
            # With columns that cannot be negative: what is given out is never more than what orders gave.
            models.CheckConstraint(
                condition=Q(granted=F("available") + F("reserved") + F("frozen") + F("used")),
                name="ledger_never_oversold",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="ledger_channel_is_known"),
            models.CheckConstraint(condition=Q(occupation__in=Occupation.values), name="ledger_occupation_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.territory_id}{self.channel}{self.occupation}"


class Order(models.Model):
    """A document that gives, takes or moves places. It is proposed by one officer and carried out by another."""

    kind = models.CharField(max_length=8, choices=OrderKind.choices)
    number = models.CharField(max_length=60)  # as the document carries it
    day = models.DateField()  # of the document
    document = models.CharField(max_length=500)  # what it is and where it can be read
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.PROPOSED)
    proposed_by = models.CharField(max_length=120)  # an actor of the journal
    confirmed_by = models.CharField(max_length=120, blank=True)
    proposed = models.DateTimeField(db_default=Now())
    ended = models.DateTimeField(null=True)  # carried out, or dropped

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("number", "day"), condition=~Q(state=OrderState.DROPPED), name="ledger_order_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=OrderKind.values), name="ledger_order_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="ledger_order_state_is_known"),
        )

    def __str__(self) -> str:
        return f"order {self.number} of {self.day}"

    @property
    def stream(self) -> str:
        return f"quota-order:{self.pk}"


class OrderLine(models.Model):
    """What an order changes in one quota."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="order_lines")
    change = models.IntegerField()

    lies: ClassVar[Lies] = Lies(territory="quota__territory", procedure=None)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("order", "quota"), name="ledger_quota_once_in_an_order"),
            models.CheckConstraint(condition=~Q(change=0), name="ledger_line_changes_something"),
        )

    def __str__(self) -> str:
        return f"{self.change:+d} in quota {self.quota_id}"


class Reservation(models.Model):
    """Units of a quota asked for by one who needs them all: a family is not divided. `key`: asking twice is once."""

    key = models.CharField(max_length=120, unique=True)
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="reservations", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="places", db_index=False)
    units = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    priority = models.PositiveSmallIntegerField(default=0)  # class of the waiting list: 0 goes first
    arrival = models.PositiveBigIntegerField()  # in the quota; within a class the first come is served first
    expires = models.DateTimeField(null=True)
    remaining = models.DurationField(null=True)  # of its time, while an appeal runs
    asked = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    lies: ClassVar[Lies] = Lies(territory="case__territory", procedure="case__procedure")

    class Meta:
        ordering = ("quota", "priority", "arrival")
        indexes = (
            models.Index(
                fields=("quota", "priority", "arrival"), name="ledger_waiting_list", condition=Q(state=State.WAITING)
            ),
            models.Index(
                fields=("expires",), name="ledger_by_expiry", condition=Q(state__in=(State.WAITING, State.RESERVED))
            ),
            models.Index(fields=("case",), name="ledger_of_a_case", condition=Q(case__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(fields=("quota", "arrival"), name="ledger_one_arrival_at_a_place"),
            models.UniqueConstraint(fields=("case",), condition=Q(state__in=LIVE), name="ledger_case_holds_once"),
            models.CheckConstraint(condition=Q(units__gte=1), name="ledger_of_one_unit_at_least"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="ledger_state_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.units} of quota {self.quota_id} ({self.state})"


class Entry(models.Model):
    """Units moved from one account of a quota to another. Exactly one of order and reservation says why."""

    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="lines", db_index=False)
    number = models.PositiveBigIntegerField()  # in the quota: 1, 2, 3, ...
    at = models.DateTimeField()
    act = models.CharField(max_length=16)  # of states.DONE
    source = models.CharField(max_length=10, choices=Account.choices)
    target = models.CharField(max_length=10, choices=Account.choices)
    units = models.PositiveIntegerField()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="entries", db_index=False)
    reservation = models.ForeignKey(Reservation, on_delete=models.PROTECT, null=True, related_name="entries")
    actor = models.CharField(max_length=120)

    lies: ClassVar[Lies] = Lies(territory="quota__territory", procedure=None)

    class Meta:
        ordering = ("quota", "number")
        indexes = (models.Index(fields=("order",), name="ledger_of_an_order", condition=Q(order__isnull=False)),)
        constraints = (
            models.UniqueConstraint(fields=("quota", "number"), name="ledger_one_entry_at_a_place"),
            models.CheckConstraint(condition=Q(units__gte=1), name="ledger_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="ledger_between_two_accounts"),
            models.CheckConstraint(
                condition=Q(order__isnull=False, reservation=None) | Q(order=None, reservation__isnull=False),
                name="ledger_has_one_ground",
            ),
        )

    def __str__(self) -> str:
        return f"quota {self.quota_id} #{self.number}: {self.units} {self.source} -> {self.target}"
