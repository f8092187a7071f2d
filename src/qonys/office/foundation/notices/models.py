"""Where an account can be written to, and what was, or is to be, written."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.states import State


class Contact(models.Model):
    """An address of an account. Only one that is verified, by a code sent to it, is ever written to."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=254)
    verified = models.DateTimeField(null=True)
    muted = models.BooleanField(default=False)  # its owner wants no messages, and keeps the address
    code = models.CharField(max_length=64, blank=True)  # keyed hash of the code that was sent
    code_until = models.DateTimeField(null=True)
    codes = models.PositiveIntegerField(default=0)  # how many were sent
    created = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("account", "channel", "address"), name="notices_contact_once"),
            models.UniqueConstraint(
                fields=("account", "channel"), condition=Q(verified__isnull=False), name="notices_one_verified_contact"
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notices_contact_channel_is_known"),
        )

    def __str__(self) -> str:
        return f"contact {self.pk} ({self.channel})"  # never the address: this may be logged


class Notice(models.Model):
    """One thing told to one account. Its text is made from template and facts, in the account's language."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # by which providers know it
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    template = models.CharField(max_length=40)
    facts: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    about = models.CharField(max_length=120)  # name of a stream of the journal: "case:KZ-2026-000123"
    key = models.CharField(max_length=160, unique=True)  # told twice with one key, it is told once
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    next_attempt = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)  # "machine:process"
    channel = models.CharField(max_length=8, blank=True)  # by which it went, or will go
    provider = models.CharField(max_length=80, blank=True)  # the one that has it, or may have it
    provider_number = models.CharField(max_length=120, blank=True)
    unclear = models.PositiveSmallIntegerField(default=0)  # attempts of which nobody knows how they ended
    reason = models.CharField(max_length=60, blank=True)  # why it did not go: a code such as "smtp 550"
    created = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    delivered = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)  # by its reader, in the inbox
    erased = models.DateTimeField(null=True)  # its facts are gone; that it was told stays

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("state", "next_attempt"), name="notices_due"),
            models.Index(fields=("account", "id"), name="notices_of_account"),
            models.Index(fields=("created",), condition=Q(erased=None), name="notices_to_erase"),
            models.Index(fields=("contact",), condition=Q(contact__isnull=False), name="notices_by_contact"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="notices_state_is_known"),
            models.CheckConstraint(condition=Q(erased=None) | Q(facts={}), name="notices_erased_means_nothing_left"),
        )

    def __str__(self) -> str:
        return f"notice {self.pk} ({self.template}, {self.state})"
