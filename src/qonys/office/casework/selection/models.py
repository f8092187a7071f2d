"""Scores of cases, receipts of decisions, their PDFs, and the public keys they were signed with."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from qonys.office.casework.cases.models import Case
from qonys.office.casework.rulesets.models import RuleText, RuleVersion
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.places import Lies
from qonys.office.foundation.journal import personal


class Outcome(models.TextChoices):
    GRANT = "grant"
    REFUSE = "refuse"


class Score(models.Model):
    """The points of a case as somebody counted them. Counted again, it is another row; the newest one holds.

    Facts and items are kept beside the journal (`content`: their digest there), so that they can be erased.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scores")
    rules = models.ForeignKey(RuleText, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=40)  # as the office calls that text
    content = models.CharField(max_length=64)
    total = models.IntegerField()
    cut_off = models.IntegerField(null=True)
    reached = models.BooleanField()
    law_on = models.DateField()
    data_on = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField()

    lies: ClassVar[Lies] = Lies(territory="case__territory", procedure="case__procedure")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("rules", "id"), name="selection_scores_by_rules"),)

    def __str__(self) -> str:
        return f"score {self.pk}"

    @property
    def reference(self) -> dict[str, str]:
        return {personal.KEY: self.content}


class Comparison(models.Model):
    """Past applicants of a rule set by group, as the worker counted them last; with a version, also by its rules.

    `rows`: by dimension, [group, people, reached before, reached after], rounded: nothing of a person.
    """

    key = models.CharField(max_length=60)  # of the rule set
    version = models.OneToOneField(RuleVersion, on_delete=models.CASCADE, null=True, related_name="comparison")
    newest = models.PositiveBigIntegerField()  # the last score that was counted
    open_ones = models.PositiveIntegerField()  # of whom a fact the new rules ask for is not known
    rows: models.JSONField[dict[str, list[list[Any]]]] = models.JSONField(default=dict)
    letter = models.TextField(blank=True)  # why it could not be counted
    made = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key",), condition=Q(version=None), name="selection_one_fairness_a_key"),
        )

    def __str__(self) -> str:
        return f"comparison of {self.key}"


class Receipt(models.Model):
    """A decision with its points, as it was signed. Its document is kept beside the journal and never changes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="receipts")
    score = models.OneToOneField(Score, on_delete=models.PROTECT, related_name="receipt")
    code = models.CharField(max_length=24, unique=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    deviates = models.BooleanField()
    officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)  # of the signed bytes
    content = models.CharField(max_length=64)
    issued = models.DateTimeField()
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="followed_by")

    lies: ClassVar[Lies] = Lies(territory="case__territory", procedure="case__procedure")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="selection_outcome_is_known"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> dict[str, str]:
        return {personal.KEY: self.content}


class Print(models.Model):
    """The receipt as PDF in one language, with the receipt itself inside. A table of its own: lists never load it."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="prints")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    lies: ClassVar[Lies] = Lies(territory="receipt__case__territory", procedure="receipt__case__procedure")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("receipt", "language"), name="selection_one_print"),)

    def __str__(self) -> str:
        return f"print of receipt {self.receipt_id}"


class PublishedKey(models.Model):
    """A public key this office signs, or signed, with: kept for good, since old receipts must still be checked."""

    name = models.CharField(max_length=16, primary_key=True)
    public = models.CharField(max_length=64)  # base64
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
