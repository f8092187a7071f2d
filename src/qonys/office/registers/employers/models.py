"""Employers and the words they are found by."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.employers.sections import Section
from qonys.office.registers.persons.letters import ByLetter
from qonys.office.registers.sources.models import Source

LONGEST_NAME = 250
LONGEST_SORT_KEY, LONGEST_WORD = 240, 60


class Employer(models.Model):
    """An organisation that gives work, by its number."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    bin = models.CharField(max_length=12, unique=True)
    name_kk = models.CharField(max_length=LONGEST_NAME)
    name_ru = models.CharField(max_length=LONGEST_NAME)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    section = models.CharField(max_length=1, choices=Section.choices)
    sort_key = ByLetter(max_length=LONGEST_SORT_KEY, editable=False)
    closed = models.DateField(null=True)  # the first day without it
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="territory", procedure=None)

    class Meta:
        ordering = ("sort_key", "id")
        indexes = (
            models.Index(fields=("sort_key", "id"), name="employers_by_name"),
            models.Index(fields=("territory", "sort_key", "id"), name="employers_of_a_place"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(section__in=Section.values), name="employers_section_is_known"),
        )

    def __str__(self) -> str:
        return str(self.key)

    @property
    def stream(self) -> str:
        return f"employer:{self.key}"

    def name(self, language: str) -> str:
        return self.name_kk if language == "kk" else self.name_ru


class Word(models.Model):
    """One word of an employer's names."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = ByLetter(max_length=LONGEST_WORD)

    class Meta:
        indexes = (models.Index(fields=("word", "employer"), name="employers_by_word"),)
        constraints = (models.UniqueConstraint(fields=("employer", "word"), name="employers_word_once"),)

    def __str__(self) -> str:
        return f"a word of employer {self.employer_id}"
