"""Rounds, the families in them, what a commission changed, and which offers are held for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from qonys.office.casework.cases.models import Case
from qonys.office.casework.offers.models import Offer
from qonys.office.casework.placement.states import STANDING, Deed, Result, State
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies


class Round(models.Model):
    """One placement. `day`: only what is ready and verified on it counts: infrastructure comes before people."""

    procedure = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)  # of the quota it fills
    year = models.PositiveSmallIntegerField()
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    repairs = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repaired")
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMPUTING)
    opened_by = models.CharField(max_length=120)  # actors of the journal
    published_by = models.CharField(max_length=120, blank=True)
    opened = models.DateTimeField(db_default=Now())
    published = models.DateTimeField(null=True)
    letter = models.TextField(blank=True)  # why it could not be computed
    # What the engine said: worth, bound, gap, worth without the edits, hash, scarce things in order; and under `worth`
    # what a place counts in this round (worth.Outlook), kept through every computation.
    report: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    fairness: models.JSONField[list[Any]] = models.JSONField(default=list)  # rounded counts, public once published

    lies: ClassVar[Lies] = Lies(territory="territory", procedure="procedure")

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("territory", "-id"), name="placement_of_a_place"),)
        constraints = (models.CheckConstraint(condition=Q(state__in=State.values), name="placement_state_is_known"),)

    def __str__(self) -> str:
        return f"round {self.pk} ({self.state})"

    @property
    def stream(self) -> str:
        return f"round:{self.pk}"


class Wish(models.Model):
    """Where a family would go, in its own order, beside what its application names."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="wishes")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    lies: ClassVar[Lies] = Lies(territory="case__territory", procedure="case__procedure")

    class Meta:
        ordering = ("rank",)
        constraints = (
            models.UniqueConstraint(fields=("case", "rank"), name="placement_one_wish_at_a_rank"),
            models.UniqueConstraint(fields=("case", "territory"), name="placement_one_wish_for_a_place"),
        )

    def __str__(self) -> str:
        return f"wish {self.rank} of case {self.case_id}"


class Placing(models.Model):
    """A family in a round. `needs` and `wishes` as they were when it was computed; `first`: before any edit."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="placings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="placings")
    persons = models.PositiveSmallIntegerField()
    needs: models.JSONField[dict[str, int]] = models.JSONField(default=dict)
    wishes: models.JSONField[list[str]] = models.JSONField(default=list)  # paths, in order
    first = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    reasons: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    reserved = models.CharField(max_length=120, blank=True)  # key of its places in the quota ledger
    confirmed = models.DateTimeField(null=True)
    lacking: models.JSONField[dict[str, str]] = models.JSONField(default=dict)  # stands for the text (journal.personal)

    lies: ClassVar[Lies] = Lies(territory="case__territory", procedure="case__procedure")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("round", "case"), name="placement_family_once_in_a_round"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(result__in=STANDING), name="placement_family_in_one_place"
            ),
            models.CheckConstraint(condition=Q(result__in=Result.values), name="placement_result_is_known"),
        )

    def __str__(self) -> str:
        return f"family {self.case_id} in round {self.round_id}"

    @property
    def key(self) -> str:
        """Names the family in this round, once and for all."""
        return f"round:{self.round_id}/case:{self.case_id}"


class Edit(models.Model):
    """What somebody changed, and what it costs alone, in points of worth; null until it was computed."""

    placing = models.ForeignKey(Placing, on_delete=models.CASCADE, related_name="edits")
    deed = models.CharField(max_length=6, choices=Deed.choices)
    place = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    moved = models.PositiveIntegerField(null=True)  # other families that stand elsewhere because of it
    letter = models.TextField(blank=True)  # why it cannot be
    undone = models.DateTimeField(null=True)

    lies: ClassVar[Lies] = Lies(territory="placing__round__territory", procedure="placing__round__procedure")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(deed__in=Deed.values), name="placement_deed_is_known"),
            models.CheckConstraint(
                condition=Q(deed=Deed.LEAVE, place=None) | (~Q(deed=Deed.LEAVE) & Q(place__isnull=False)),
                name="placement_edit_names_a_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deed} of placing {self.placing_id}"


class Hold(models.Model):
    """Some of an offer, kept for a family that was invited to it."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="holds")
    placing = models.ForeignKey(Placing, on_delete=models.PROTECT, related_name="holds")
    number = models.PositiveSmallIntegerField()
    since = models.DateTimeField(db_default=Now())
    lost = models.DateTimeField(null=True)  # the municipality took the offer back

    lies: ClassVar[Lies] = Lies(territory="offer__territory", procedure=None)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("offer",), name="placement_held", condition=Q(lost=None)),)
        constraints = (models.CheckConstraint(condition=Q(number__gte=1), name="placement_holds_one_at_least"),)

    def __str__(self) -> str:
        return f"{self.number} of offer {self.offer_id} for placing {self.placing_id}"
