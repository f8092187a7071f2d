"""The row of a case: a copy of what its journal says, for lists, searches and counts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from qonys.office.casework.cases.clocks import NEVER
from qonys.office.casework.cases.states import Status
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.paths import PathField, beginnings
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.persons.models import Person


class Case(models.Model):
    """One application and all that follows from it. `number` is told to people; it cannot be guessed nor counted."""

    number = models.CharField(max_length=24, unique=True)
    procedure = models.CharField(max_length=40)
    version = models.CharField(max_length=40)  # of the procedure, as the law had it
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    region = PathField(blank=True, editable=False)  # the first two codes of the territory, for the lists of a region
    district = PathField(blank=True, editable=False)  # the first three; '' if it is not so deep
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="cases")  # follows it
    assignee = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="assigned", db_index=False)
    status = models.CharField(max_length=16, choices=Status.choices)
    waiting = models.BooleanField(default=False)  # for the applicant
    extended = models.BooleanField(default=False)
    due = models.DateField(default=NEVER)  # the next term; NEVER if none runs
    lapses = models.DateField(null=True)  # the first paper of the applicant that ends
    submitted = models.DateField()
    changed = models.DateTimeField()
    opened = models.DateTimeField(db_default=Now())
    lines = models.PositiveIntegerField(default=0)  # of its journal when this copy was made

    lies: ClassVar[Lies] = Lies(territory="territory", procedure="procedure", above=("region", "district"))

    class Meta:
        ordering = ("due", "id")
        indexes = (
            models.Index(fields=("region", "status", "due", "id"), name="cases_queue_of_a_region"),
            models.Index(fields=("region", "due", "id"), name="cases_of_a_region"),
            models.Index(fields=("district", "status", "due", "id"), name="cases_queue_of_a_district"),
            models.Index(fields=("district", "due", "id"), name="cases_of_a_district"),
            models.Index(fields=("status", "due", "id"), name="cases_queue"),
            models.Index(fields=("due", "id"), name="cases_by_term"),
            models.Index(
                # Without those nobody has taken, which would make a database believe that an officer has thousands.
                fields=("assignee", "due", "id"),
                name="cases_of_an_officer",
                condition=Q(assignee__isnull=False),
            ),
            models.Index(fields=("lapses", "id"), name="cases_by_lapse", condition=Q(lapses__isnull=False)),
            models.Index(
                fields=("region", "lapses", "status"),
                name="cases_lapsing_in_a_region",
                condition=Q(lapses__isnull=False),
            ),
            models.Index(
                fields=("region", "status", "due", "id"),
                name="cases_waiting_in_a_region",
                condition=Q(waiting=True),
            ),
        )
        constraints = (models.CheckConstraint(condition=Q(status__in=Status.values), name="cases_status_is_known"),)

    def __str__(self) -> str:
        return self.number

    def save(self, **options: Any) -> None:
        self.lie_where_it_lies()
        super().save(**options)

    def lie_where_it_lies(self) -> None:
        """Region and district follow the territory; who writes rows in bulk calls this, since `save` is not called."""
        self.region, self.district = beginnings(self.territory_id, 2)

    @property
    def stream(self) -> str:
        return f"case:{self.number}"


class Member(models.Model):
    """A person the application is for, beside the applicant."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships_in_cases")
    relation = models.CharField(max_length=20)  # to the applicant, of registers.households.relations
    place = models.PositiveSmallIntegerField()  # as the application names them

    lies: ClassVar[Lies] = Lies(
        territory="case__territory", procedure="case__procedure", above=("case__region", "case__district")
    )

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("case", "person"), name="cases_person_once_in_a_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.place}"
