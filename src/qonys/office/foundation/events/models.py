"""The outbox of events, who wants them, and what became of each delivery."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qonys.office.foundation.authority.paths import PathField
from qonys.office.foundation.events.states import State


class Event(models.Model):
    """Something happened. `data` is canonical JSON of numbers, codes and links: nothing personal leaves this way."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # the same at every attempt
    type = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    data = models.TextField()
    territory = PathField(blank=True, validators=[])  # '' concerns everybody: a new forecast, say
    procedure = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=120, unique=True)  # published twice, it is written once
    at = models.DateTimeField(default=timezone.now)
    spread = models.DateTimeField(null=True)  # when it was given to those who want it

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("id",), condition=Q(spread=None), name="events_to_spread"),
            models.Index(fields=("at",), name="events_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"


class Subscription(models.Model):
    """An account wants events of some types at an address. It gets those its mandates let it see."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    url = models.CharField(max_length=500)
    types: models.JSONField[list[str]] = models.JSONField(default=list)
    secret = models.CharField(max_length=80)  # as it is: a signature is made with it
    created = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Delivery(models.Model):
    """One event on its way to one subscriber."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(default=timezone.now)  # the next attempt, not before
    status = models.PositiveSmallIntegerField(null=True)  # HTTP status of the last answer
    remark = models.CharField(max_length=200, blank=True)  # what went wrong the last time
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("due",), condition=Q(state="waiting"), name="events_delivery_due"),)
        constraints = (
            models.UniqueConstraint(fields=("event", "subscription"), name="events_one_delivery_of_each"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="events_state_is_known"),
        )

    def __str__(self) -> str:
        return f"delivery {self.pk} ({self.state})"
