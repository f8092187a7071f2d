"""A settled family in casework: visits, facts, surveys, consents, notes, services and referrals to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from qonys.office.casework.cases.models import Case
from qonys.office.casework.integration.states import Helper, Source, State
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.persons.models import Person
from qonys.office.registers.settlements.models import Settlement as Registered


class Settled(models.Model):
    """The follow-up of one case. `due` is the next visit; `reasons` why help is offered, newest first to be visited."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="settled")
    registered = models.OneToOneField(Registered, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)  # follow-up is over
    due = models.DateField(null=True)
    reasons: models.JSONField[list[str]] = models.JSONField(default=list)
    weight = models.PositiveSmallIntegerField(default=0)  # of the reasons
    warned = models.DateField(null=True)  # since when there is enough of them

    lies: ClassVar[Lies] = Lies(territory="territory", procedure="procedure")

    class Meta:
        ordering = ("due", "id")
        indexes = (
            models.Index(fields=("territory", "due", "id"), name="integration_queue"),
            models.Index(fields=("due", "id"), name="integration_by_visit"),
        )

    def __str__(self) -> str:
        return f"settled {self.case_id}"

    @property
    def stream(self) -> str:
        return f"settled:{self.case.number}"


class Visit(models.Model):
    """A check-up that is due so many months after the arrival."""

    settled = models.ForeignKey(Settled, on_delete=models.CASCADE, related_name="visits")
    month = models.PositiveSmallIntegerField()
    due = models.DateField()
    done = models.DateField(null=True)

    lies: ClassVar[Lies] = Lies(territory="settled__territory", procedure="settled__procedure")

    class Meta:
        ordering = ("month",)
        indexes = (models.Index(fields=("due",), condition=Q(done=None), name="integration_visits_due"),)
        constraints = (models.UniqueConstraint(fields=("settled", "month"), name="integration_one_visit_a_month"),)

    def __str__(self) -> str:
        return f"visit {self.month} of {self.settled_id}"


class Fact(models.Model):
    """What was found, by whom, on which day. Never changed: the newest counts."""

    settled = models.ForeignKey(Settled, on_delete=models.CASCADE, related_name="facts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # null: the family
    topic = models.CharField(max_length=40)
    answer = models.CharField(max_length=40)
    source = models.CharField(max_length=10, choices=Source.choices)
    on = models.DateField()
    recorded = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="settled__territory", procedure="settled__procedure")

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=("settled", "on", "id"), name="integration_facts_in_order"),)
        constraints = (models.CheckConstraint(condition=Q(source__in=Source.values), name="integration_source_known"),)

    def __str__(self) -> str:
        return f"{self.topic} of {self.settled_id} on {self.on}"


class Survey(models.Model):
    """The questions of one visit, to the family itself; `answers` grow step by step until it is sent."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="survey")
    asked = models.DateField()
    answers: models.JSONField[dict[str, str]] = models.JSONField(default=dict)  # "topic" or "topic:person" -> answer
    sent = models.DateTimeField(null=True)

    lies: ClassVar[Lies] = Lies(territory="visit__settled__territory", procedure="visit__settled__procedure")

    def __str__(self) -> str:
        return f"survey of visit {self.visit_id}"


class Consent(models.Model):
    """The family opens its notes to a kind of helper, until it closes them."""

    settled = models.ForeignKey(Settled, on_delete=models.CASCADE, related_name="consents")
    helper = models.CharField(max_length=16, choices=Helper.choices)
    given = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)

    lies: ClassVar[Lies] = Lies(territory="settled__territory", procedure="settled__procedure")

    class Meta:
        ordering = ("-given",)
        constraints = (
            models.CheckConstraint(condition=Q(helper__in=Helper.values), name="integration_helper_is_known"),
            models.UniqueConstraint(
                fields=("settled", "helper"), condition=Q(withdrawn=None), name="integration_one_consent"
            ),
        )

    def __str__(self) -> str:
        return f"{self.helper} of {self.settled_id}"


class Note(models.Model):
    """What a helper wrote; its text is kept beside the journal, so that it can be erased."""

    settled = models.ForeignKey(Settled, on_delete=models.CASCADE, related_name="notes")
    helper = models.CharField(max_length=16, choices=Helper.choices)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    text: models.JSONField[dict[str, str]] = models.JSONField(default=dict)  # stands for it (journal.personal)
    at = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="settled__territory", procedure="settled__procedure")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(helper__in=Helper.values), name="integration_note_helper_known"),
        )

    def __str__(self) -> str:
        return f"note {self.pk} on {self.settled_id}"


class Service(models.Model):
    """Help that can be had in a territory and all its parts: by whom, and how to reach them."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)  # of the country's list
    provider = models.CharField(max_length=160)
    phone = models.CharField(max_length=40, blank=True)
    closed = models.DateField(null=True)

    lies: ClassVar[Lies] = Lies(territory="territory", procedure=None)

    class Meta:
        ordering = ("kind", "provider", "id")
        indexes = (models.Index(fields=("territory", "kind"), name="integration_services_there"),)

    def __str__(self) -> str:
        return f"{self.kind} in {self.territory_id}"

    @property
    def stream(self) -> str:
        return f"service:{self.key}"


class Referral(models.Model):
    """A family was shown to a service; `reason` is the cause, of the country's list, or ''."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    settled = models.ForeignKey(Settled, on_delete=models.CASCADE, related_name="referrals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="referrals")
    reason = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    offered = models.DateField()
    changed = models.DateField()

    lies: ClassVar[Lies] = Lies(territory="settled__territory", procedure="settled__procedure")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="integration_referral_state_known"),
            models.UniqueConstraint(
                fields=("settled", "service"),
                condition=Q(state__in=["offered", "accepted", "started"]),
                name="integration_one_running_referral",
            ),
        )

    def __str__(self) -> str:
        return f"referral {self.pk} ({self.state})"
