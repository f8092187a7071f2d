"""Births and deaths. Arrivals and departures are not kept here: the history of residence tells them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.persons.models import Person
from qonys.office.registers.sources.models import Vintage


class Kind(models.TextChoices):
    BIRTH = "birth", _("birth")
    DEATH = "death", _("death")


class Event(models.Model):
    """A person was born, or died; `territory` is where he or she lived, not where the hospital stands."""

    kind = models.CharField(max_length=5, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="events", db_index=False)
    date = models.DateField()
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    listed = models.DateField()  # the list of territories the code belongs to
    mother = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="person__home", procedure=None)

    class Meta:
        ordering = ("date", "id")
        indexes = (models.Index(fields=("kind", "date"), name="vital_events_by_date"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="vital_events_kind_is_known"),
            models.CheckConstraint(
                condition=Q(mother=None) | Q(kind=Kind.BIRTH), name="vital_events_mother_of_a_birth"
            ),
            models.UniqueConstraint(fields=("person", "kind"), name="vital_events_once_in_a_life"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"
