"""Letters that were issued, and their PDFs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from qonys.office.casework.cases.models import Case
from qonys.office.casework.letters.kinds import Kind
from qonys.office.foundation.authority.places import Lies
from qonys.office.foundation.journal import personal


class Letter(models.Model):
    """What it says is kept beside the journal (`content`: its digest there); the same content gives the same PDF."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(max_length=32, unique=True)  # of the case, and a running number: K26-7QF4-9TZX/2
    code = models.CharField(max_length=24, unique=True)  # by which anybody may check it
    kind = models.CharField(max_length=12, choices=Kind.choices)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    content = models.CharField(max_length=64)
    issued = models.DateTimeField()
    until = models.DateField(null=True)  # the last day it counts; none: until it is revoked
    sha256 = models.CharField(max_length=64, blank=True)  # of the PDF; '' while it is being set
    revoked = models.DateTimeField(null=True)

    lies: ClassVar[Lies] = Lies(territory="case__territory", procedure="case__procedure")

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("sha256",), name="letters_by_digest"),
            models.Index(fields=("id",), condition=Q(sha256=""), name="letters_to_set"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="letters_kind_is_known"),
            models.UniqueConstraint(
                fields=("case", "language"),
                condition=Q(kind=Kind.CERTIFICATE, revoked=None),
                name="letters_one_certificate_that_counts",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> dict[str, str]:
        return {personal.KEY: self.content}

    @property
    def is_set(self) -> bool:
        return bool(self.sha256)


class Print(models.Model):
    """The PDF, in a table of its own: lists never load it. It is written in one transaction with its digest."""

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="print", primary_key=True)
    content = models.BinaryField()

    lies: ClassVar[Lies] = Lies(territory="letter__case__territory", procedure="letter__case__procedure")

    def __str__(self) -> str:
        return f"print of letter {self.letter_id}"
