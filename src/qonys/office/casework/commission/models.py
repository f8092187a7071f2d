"""Sessions of a commission: who sits, what is on the agenda, who voted how."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from qonys.office.casework.cases.models import Case
from qonys.office.casework.commission.states import Choice, Result, State
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.places import Lies


class Session(models.Model):
    """One sitting. Its quorum is that of the law on its day, and stays so."""

    procedure = models.CharField(max_length=40)
    version = models.CharField(max_length=40)  # of the procedure, on the day of the session
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    place = models.CharField(max_length=200)
    quorum = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    recording = models.CharField(max_length=200, blank=True)  # where the recording lies: a number or an address
    minutes: models.JSONField[dict[str, str]] = models.JSONField(default=dict)  # stands for the text (journal.personal)
    secretary = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    planned = models.DateTimeField(db_default=Now())
    opened = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    lies: ClassVar[Lies] = Lies(territory="territory", procedure="procedure")

    class Meta:
        ordering = ("-day", "-id")
        indexes = (
            models.Index(fields=("territory", "-day", "-id"), name="commission_of_a_place"),
            models.Index(fields=("-day", "-id"), name="commission_by_day"),
        )
        constraints = (models.CheckConstraint(condition=Q(state__in=State.values), name="commission_state_is_known"),)

    def __str__(self) -> str:
        return f"session {self.pk} ({self.state})"

    @property
    def stream(self) -> str:
        return f"session:{self.pk}"


class Seat(models.Model):
    """A member of the commission in one session. Exactly one is in the chair."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="seats")
    chair = models.BooleanField(default=False)
    present = models.BooleanField(default=False)

    class Meta:
        ordering = ("-chair", "id")
        constraints = (
            models.UniqueConstraint(fields=("session", "account"), name="commission_one_seat_each"),
            models.UniqueConstraint(fields=("session",), condition=Q(chair=True), name="commission_one_chair"),
        )

    def __str__(self) -> str:
        return f"seat {self.pk} in session {self.session_id}"


class AgendaItem(models.Model):
    """A case put before the commission; '' as result: not decided yet."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    place = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    ground = models.CharField(max_length=40, blank=True)  # of a refusal, of the law's version the case follows
    reason: models.JSONField[dict[str, str]] = models.JSONField(default=dict)  # stands for the text (journal.personal)
    open = models.BooleanField(default=True)  # its session is not over

    lies: ClassVar[Lies] = Lies(territory="session__territory", procedure="session__procedure")

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("session", "case"), name="commission_case_once_on_an_agenda"),
            models.UniqueConstraint(fields=("session", "place"), name="commission_places_differ"),
            # A case that two commissions hear at once would be recommended twice.
            models.UniqueConstraint(fields=("case",), condition=Q(open=True), name="commission_case_in_one_session"),
            models.CheckConstraint(condition=Q(result__in=["", *Result.values]), name="commission_result_is_known"),
        )

    def __str__(self) -> str:
        return f"item {self.place} of session {self.session_id}"


class Vote(models.Model):
    """How one member voted on one case: once, and not again."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="votes")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    reason: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict
    )  # why somebody abstained (journal.personal)
    cast = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("item", "seat"), name="commission_one_vote_each"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="commission_choice_is_known"),
        )

    def __str__(self) -> str:
        return f"vote {self.pk} on item {self.item_id}"


class Protocol(models.Model):
    """The minutes of a closed session as PDF, set by the worker."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="protocol", primary_key=True)
    language = models.CharField(max_length=2)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    lies: ClassVar[Lies] = Lies(territory="session__territory", procedure="session__procedure")

    def __str__(self) -> str:
        return f"minutes of session {self.session_id}"
