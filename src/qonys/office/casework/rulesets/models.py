"""Texts of rules by their digest, and the versions an office made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from qonys.office.casework.rulesets.states import SIGNED, State


class RuleText(models.Model):
    """The text of a rule file, kept letter by letter as long as a decision rests on it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    key = models.CharField(max_length=60)  # of policy/points
    text = models.TextField()
    kept = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.key} {self.sha256[:12]}"


class RuleVersion(models.Model):
    """A version this office made: who wrote it, who approved it, from which day it counts."""

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()  # 1, 2, 3 of its rule set
    text = models.ForeignKey(RuleText, on_delete=models.PROTECT, related_name="versions")
    since = models.DateField()  # applications from this day on are counted by it
    examples = models.TextField()  # people and what the law gives them, signed: they must come out
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    why = models.CharField(max_length=500)  # the order it carries out, its number and day
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written = models.DateTimeField(db_default=Now())
    approved = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)  # what failed on its day

    class Meta:
        ordering = ("key", "number")
        constraints = (
            models.UniqueConstraint(fields=("key", "number"), name="rulesets_one_version_of_a_number"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="rulesets_state_is_known"),
            models.CheckConstraint(condition=~Q(author=F("approver")), name="rulesets_four_eyes"),
            models.CheckConstraint(
                condition=~Q(state__in=[each.value for each in sorted(SIGNED)]) | Q(approver__isnull=False),
                name="rulesets_signed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}/{self.number}"

    @property
    def stream(self) -> str:
        return f"rules:{self.key}"
