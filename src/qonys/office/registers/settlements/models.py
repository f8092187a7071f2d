"""What statistics need of a settled family, and no more: the life behind it is casework."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.persons.models import Person
from qonys.office.registers.sources.models import Vintage

MANY = 3  # children


class Family(models.TextChoices):
    """The type of a family, as far as chances may be told apart by it: children, and whether work was waiting."""

    FEW_JOB = "few-job", _("up to two children, work was waiting")
    FEW_NONE = "few-none", _("up to two children, no work yet")
    MANY_JOB = "many-job", _("three or more children, work was waiting")
    MANY_NONE = "many-none", _("three or more children, no work yet")


class Ended(models.TextChoices):
    """How the time in the place ended. After the last visit nobody has left: it is no longer looked at."""

    MOVED_ON = "moved_on", _("moved on within the country")
    RETURNED = "returned", _("went back")
    LEFT = "left", _("left the country")
    FOLLOWED = "followed", _("followed to the end")


LEAVES = (Ended.MOVED_ON, Ended.RETURNED, Ended.LEFT)


class Settlement(models.Model):
    """One family, by the person who applied, in the place where it settled."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="settlements", db_index=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    listed = models.DateField()  # the list of territories the code belongs to
    since = models.DateField()
    until = models.DateField(null=True)  # the first day it is not there, or not followed
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    family = models.CharField(max_length=10, choices=Family.choices)
    adults = models.PositiveSmallIntegerField()
    children = models.PositiveSmallIntegerField()
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="territory", procedure=None)

    class Meta:
        ordering = ("since", "id")
        indexes = (models.Index(fields=("since",), name="settlements_by_arrival"),)
        constraints = (
            models.UniqueConstraint(fields=("person", "since"), name="settlements_once_a_day"),
            models.CheckConstraint(condition=Q(family__in=Family.values), name="settlements_family_is_known"),
            models.CheckConstraint(
                condition=Q(until=None, ended="") | Q(until__isnull=False, ended__in=Ended.values),
                name="settlements_end_is_known",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="settlements_last"),
        )

    def __str__(self) -> str:
        return f"settlement {self.pk} in {self.territory_id} from {self.since}"


class Standing(models.Model):
    """How the adults of a family stood at one visit: how many want to work, how many do."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="standings")
    month = models.PositiveSmallIntegerField()  # after the arrival
    seeking = models.PositiveSmallIntegerField()  # with those who work
    working = models.PositiveSmallIntegerField()

    lies: ClassVar[Lies] = Lies(territory="settlement__territory", procedure=None)

    class Meta:
        ordering = ("month",)
        constraints = (
            models.UniqueConstraint(fields=("settlement", "month"), name="settlements_one_standing_a_visit"),
            models.CheckConstraint(condition=Q(working__lte=F("seeking")), name="settlements_workers_seek"),
        )

    def __str__(self) -> str:
        return f"settlement {self.settlement_id} after {self.month} months"
