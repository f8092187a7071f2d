"""Models that were learned, keys persons are found by, pairs to be looked at, and merges."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.linkage.states import State
from qonys.office.registers.persons.models import Person


class Learned(models.Model):
    """A version of the model; the newest is in force. Its hash is that of its content."""

    hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField()  # chances of levels, and how common the commonest values are; nobody's data
    records = models.PositiveBigIntegerField()
    pairs = models.PositiveBigIntegerField()  # compared when it was learned
    bands = models.JSONField(default=dict)  # band of probability: how many pairs there were
    quality = models.JSONField(
        default=dict
    )  # precision and recall from what officers decided: all, by citizenship, by letters
    made = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.hash[:12]


class Prepared(models.Model):
    """A person whose keys are written; who is not in here waits to be compared."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="prepared", primary_key=True)
    lies: ClassVar[Lies] = Lies(territory="person__home", procedure=None)

    def __str__(self) -> str:
        return f"person {self.person_id}"


class Key(models.Model):
    """A number made of some of what is known of a person: whoever shares one may be the same person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    value = models.BigIntegerField()
    lies: ClassVar[Lies] = Lies(territory="person__home", procedure=None)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("value", "person"), name="linkage_by_key"),)

    def __str__(self) -> str:
        return f"a key of person {self.person_id}"


class Candidate(models.Model):
    """Two entries that may be one person, why, and what was decided. `one` was entered first."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    two = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    probability = models.FloatField()
    why = models.JSONField()  # start, parts of field, level and bits, relatives: nothing of the persons themselves
    learned = models.ForeignKey(Learned, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)  # what the two entries were compared for
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    found = models.DateTimeField(db_default=Now())
    decided = models.DateTimeField(null=True)
    officer = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    lies: ClassVar[Lies] = Lies(territory="one__home", procedure=None)

    class Meta:
        ordering = ("-probability", "id")
        constraints = (
            models.CheckConstraint(condition=Q(one__lt=F("two")), name="linkage_one_before_two"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="linkage_state_is_known"),
            models.UniqueConstraint(fields=("one", "two"), name="linkage_pair_once"),
        )
        indexes = (models.Index(fields=("state", "-probability", "id"), name="linkage_queue"),)

    def __str__(self) -> str:
        return str(self.key)

    @property
    def stream(self) -> str:
        return f"pair:{self.key}"


class Merge(models.Model):
    """`gone` is the same person as `kept`: both entries stay, and whoever asks for one is led to the other."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="merges")
    made = models.DateTimeField(db_default=Now())
    undone = models.DateTimeField(null=True)
    lies: ClassVar[Lies] = Lies(territory="kept__home", procedure=None)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="linkage_not_with_oneself"),
            models.UniqueConstraint(fields=("gone",), condition=Q(undone=None), name="linkage_gone_once"),
        )

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"
