"""An appeal against one receipt. What was written stands in the journal of the case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from qonys.office.casework.appeals.states import DECIDED, State
from qonys.office.casework.cases.models import Case
from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.places import Lies
from qonys.office.foundation.journal import personal


class Appeal(models.Model):
    """`contested` is the officer of the receipt, repeated here so that the database itself keeps him from deciding."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="appeal")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    contested = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.FILED)
    grounds = models.CharField(max_length=64)  # what the family wrote, kept beside the journal
    filed = models.DateTimeField(db_default=Now())
    due = models.DateField()
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided = models.DateTimeField(null=True)
    reasons = models.CharField(max_length=64, blank=True)
    outcome = models.OneToOneField(Receipt, on_delete=models.PROTECT, null=True, related_name="given_on_appeal")

    lies: ClassVar[Lies] = Lies(territory="case__territory", procedure="case__procedure")

    class Meta:
        ordering = ("due", "id")
        indexes = (models.Index(fields=("state", "due", "id"), name="appeals_queue"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="appeals_state_is_known"),
            models.CheckConstraint(condition=~Q(contested=F("decided_by")), name="appeals_another_officer"),
            models.CheckConstraint(
                condition=~Q(state__in=[each.value for each in DECIDED]) | Q(decided_by__isnull=False),
                name="appeals_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.UPHELD) | Q(outcome__isnull=False), name="appeals_upheld_leaves_a_receipt"
            ),
        )

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    @property
    def written(self) -> dict[str, str]:
        return {personal.KEY: self.grounds}
