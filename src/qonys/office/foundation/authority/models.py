"""Accounts, the territories and roles they hold mandates for, and what keeps strangers out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.authority.paths import PathField
from qonys.office.foundation.authority.places import Lies
from qonys.office.foundation.authority.roles import ROLES


class Territory(models.Model):
    """A territory by its path. Names and dates come from the country pack; deeper units may be added to it."""

    path = PathField(primary_key=True)
    code = models.CharField(max_length=40)
    name_kk = models.CharField(max_length=120)
    name_ru = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    since = models.DateField(null=True)  # null: as long as anybody remembers
    until = models.DateField(null=True)  # the first day without it

    class Meta:
        ordering = ("path",)
        indexes = (models.Index(fields=("code",), name="authority_territory_by_code"),)

    def __str__(self) -> str:
        return self.path

    @property
    def names(self) -> Names:
        return Names(self.name_kk, self.name_ru, self.name_en)


class Part(models.Model):
    """`part` lies within `whole`; every territory is a part of itself. Turns "anywhere below" into a plain join."""

    whole = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="parts")
    part = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="wholes", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("part", "whole"), name="authority_part_once"),)

    def __str__(self) -> str:
        return f"{self.part_id} in {self.whole_id}"


class Kind(models.TextChoices):
    OFFICER = "officer", _("officer")
    APPLICANT = "applicant", _("applicant")
    EMPLOYER = "employer", _("employer")
    SERVICE = "service", _("service")  # another system


class Accounts(BaseUserManager["Account"]):
    """Logins are compared in small letters."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(login=(username or "").strip().casefold())


class Account(AbstractBaseUser):
    """Somebody, or some system, that may sign in. What it may do is said by mandates alone."""

    login = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="kk")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    active = models.BooleanField(default=True)
    temporary_password = models.BooleanField(default=False)  # chosen by another: to be changed at the first sign-in
    created = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "login"
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        ordering = ("login",)
        constraints = (models.CheckConstraint(condition=Q(kind__in=Kind.values), name="authority_kind_is_known"),)

    def __str__(self) -> str:
        return self.login

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def actor(self) -> str:
        """How the journal names this account: never by a person's name."""
        return f"account:{self.pk}"


class Mandate(models.Model):
    """An account holds a role for a procedure ('' is all) in a territory and all its parts, from a day until a day."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=40)  # of roles.ROLES
    procedure = models.CharField(max_length=40, blank=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="mandates")
    since = models.DateField()
    until = models.DateField(null=True)  # the first day without it
    granted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="granted"
    )  # null: console
    granted = models.DateTimeField(db_default=Now())
    substitutes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="substitutions")
    reason = models.CharField(max_length=300)

    lies: ClassVar[Lies] = Lies(territory="territory", procedure="procedure")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="authority_role_is_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="authority_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(substitutes=None) | Q(until__isnull=False), name="authority_substitution_ends"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.procedure or 'all'} {self.territory_id}"


class SecondFactor(models.Model):
    """A device that shows a code every thirty seconds (RFC 6238)."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=64)  # base 32
    confirmed = models.DateTimeField(db_default=Now())
    last_step = models.BigIntegerField(default=0)  # the last half-minute used: a code that was seen is worth nothing

    def __str__(self) -> str:
        return f"second factor of {self.account_id}"


class RecoveryCode(models.Model):
    """Gets its owner in once when the device is lost."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "digest"), name="authority_recovery_code_once"),)

    def __str__(self) -> str:
        return f"recovery code of {self.account_id}"


class Failures(models.Model):
    """Wrong attempts in a row, by a keyed hash of login or address: the table names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("last",), name="authority_failures_by_age"),)

    def __str__(self) -> str:
        return f"{self.count} failures"
