"""Persons, the words they are found by, and what was told of them that does not agree."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.persons.letters import ByLetter
from qonys.office.registers.sources.models import Source

LONGEST_NAME = 120
LONGEST_SORT_KEY = 240  # what lies further back sorts nobody
LONGEST_WORD = 60


class Sex(models.TextChoices):
    MALE = "male", _("man")
    FEMALE = "female", _("woman")


class Precision(models.TextChoices):
    """How much of a birth date the papers tell; the rest stands at its first day."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Person(models.Model):
    """A person as the papers tell. `home` follows the residence history: where one is registered, or was last."""

    key = models.UUIDField(
        unique=True, default=uuid.uuid4, editable=False
    )  # what addresses and the journal call a person
    iin = models.CharField(max_length=12, unique=True, null=True)  # null: none was given yet
    surname = models.CharField(max_length=LONGEST_NAME)
    given = models.CharField(max_length=LONGEST_NAME, blank=True)
    patronymic = models.CharField(max_length=LONGEST_NAME, blank=True)
    latin_surname = models.CharField(max_length=LONGEST_NAME, blank=True)
    latin_given = models.CharField(max_length=LONGEST_NAME, blank=True)
    birth_date = models.DateField()
    birth_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    citizenship = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2; '' of no state, or not known
    sort_key = ByLetter(max_length=LONGEST_SORT_KEY, editable=False)  # of the whole name, in Kazakh order
    search_key = ByLetter(max_length=2000, editable=False)  # every word of it, as typed anywhere
    home = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    died = models.DateField(null=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="home", procedure=None)

    class Meta:
        ordering = ("sort_key", "id")
        indexes = (
            models.Index(fields=("sort_key", "id"), name="persons_by_name"),
            models.Index(fields=("home", "sort_key", "id"), name="persons_of_a_place"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="persons_sex_is_known"),
            models.CheckConstraint(
                condition=Q(birth_precision__in=Precision.values), name="persons_precision_is_known"
            ),
            models.CheckConstraint(condition=~Q(iin=""), name="persons_iin_is_absent_or_whole"),
        )

    def __str__(self) -> str:
        return str(self.key)  # never a name: this may end in a log

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic, as lists and letters print them."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def stream(self) -> str:
        """The person's history in the journal."""
        return f"person:{self.key}"


class Word(models.Model):
    """One word of a person's name: found by its beginning, in whatever order the words are typed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = ByLetter(max_length=LONGEST_WORD)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("word", "person"), name="persons_by_word"),)

    def __str__(self) -> str:
        return f"a word of person {self.person_id}"


class Against(models.TextChoices):
    """What the told value does not agree with."""

    NUMBER = "number", _("the identification number")
    REGISTER = "register", _("what was known")


class Remark(models.Model):
    """Something told that does not agree. It changes nothing until an officer corrects the person or dismisses it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="remarks")
    about = models.CharField(max_length=20)  # the field
    against = models.CharField(max_length=10, choices=Against.choices)
    known = models.CharField(max_length=LONGEST_NAME)
    told = models.CharField(max_length=LONGEST_NAME)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    noted = models.DateTimeField(db_default=Now())
    dismissed = models.DateTimeField(null=True)  # told again, it is not asked again

    lies: ClassVar[Lies] = Lies(territory="person__home", procedure=None)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(against__in=Against.values), name="persons_against_is_known"),
            models.UniqueConstraint(fields=("person", "about", "against", "known", "told"), name="persons_remark_once"),
        )

    def __str__(self) -> str:
        return f"{self.about} against {self.against}"
