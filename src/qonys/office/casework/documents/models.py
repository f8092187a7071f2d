"""One paper of a case, for the family or for one person of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.places import Lies
from qonys.office.foundation.files.models import StoredFile
from qonys.office.registers.persons.models import Person


class State(models.TextChoices):
    GIVEN = "given", _("handed in")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("not accepted")


class Document(models.Model):
    key = models.UUIDField(
        unique=True, default=uuid.uuid4, editable=False
    )  # in addresses: says nothing, counts nothing
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # null: of the family
    paper = models.CharField(max_length=40)  # of the papers of the procedure
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="document")
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    reason = models.CharField(max_length=300, blank=True)  # why it is not accepted, as the applicant reads it
    given = models.DateTimeField(db_default=Now())
    checked = models.DateTimeField(null=True)

    lies: ClassVar[Lies] = Lies(territory="case__territory", procedure="case__procedure")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="documents_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.REJECTED) | ~Q(reason=""), name="documents_rejected_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.paper} of case {self.case_id}"
