"""Households and their members."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import Person


class Household(models.Model):
    """People who live together and keep house together, at one place."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    formed = models.DateField()
    dissolved = models.DateField(null=True)  # the first day without members
    recorded = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="territory", procedure=None)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(dissolved=None) | Q(dissolved__gte=F("formed")), name="households_end_after_start"
            ),
        )

    def __str__(self) -> str:
        return str(self.key)

    @property
    def stream(self) -> str:
        return f"household:{self.key}"


class Member(models.Model):
    """A person belongs to a household from a day until a day: at most one household at a time, with at most one head.

    The index over open memberships refuses a second one on either database; that closed ones do not overlap is seen to
    by the services, which hold the person's row, and looked after by `qonys registers check`.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    since = models.DateField()
    until = models.DateField(null=True)  # the first day outside

    lies: ClassVar[Lies] = Lies(territory="household__territory", procedure=None)

    class Meta:
        ordering = ("household_id", "since", "id")
        constraints = (
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="households_relation_is_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="households_leave_after_join"
            ),
            models.UniqueConstraint(fields=("person",), condition=Q(until=None), name="households_one_at_a_time"),
            models.UniqueConstraint(
                fields=("household",), condition=Q(until=None, relation=Relation.HEAD), name="households_one_head"
            ),
        )

    def __str__(self) -> str:
        return f"person {self.person_id} in household {self.household_id}"

    @property
    def is_head(self) -> bool:
        return self.relation == Relation.HEAD
