"""What a municipality offers, as it stands today; how it came about is in its journal."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies


class Kind(models.TextChoices):
    DWELLING = "dwelling", _("dwellings")
    SCHOOL = "school", _("school places")
    KINDERGARTEN = "kindergarten", _("kindergarten places")
    JOB = "job", _("jobs")


class Offer(models.Model):
    """A number of places of one kind. `proof`: what shows that they are there: an order, a list, a contract."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    number = models.PositiveIntegerField()
    rooms = models.PositiveSmallIntegerField(null=True)  # of each dwelling
    occupation = models.CharField(max_length=160, blank=True)  # of a job
    ready = models.DateField()  # from that day they can be taken
    proof = models.CharField(max_length=500)
    verified = models.DateTimeField(null=True)  # somebody else went there and saw it; before that nobody is invited
    verified_by = models.CharField(max_length=120, blank=True)  # an actor of the journal
    withdrawn = models.DateTimeField(null=True)
    changed = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="territory", procedure=None)

    class Meta:
        ordering = ("territory", "kind", "ready", "id")
        indexes = (models.Index(fields=("territory", "kind", "ready", "id"), name="offers_of_a_place"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="offers_kind_is_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="offers_of_one_at_least"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.kind} in {self.territory_id}"

    @property
    def stream(self) -> str:
        return f"offer:{self.key}"
