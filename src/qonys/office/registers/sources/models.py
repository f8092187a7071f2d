"""Sources of facts, and the vintages they came in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qonys.engines.vocabulary.territory import Names


class Kind(models.TextChoices):
    APPLICATION = "application", _("application")
    REGISTER = "register", _("state register")
    CENSUS = "census", _("census")
    IMPORT = "import", _("import")


class Source(models.Model):
    """Whoever tells facts about persons, by a code that does not change."""

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name_kk = models.CharField(max_length=160)
    name_ru = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    owner = models.CharField(max_length=160)  # the body that answers for it

    class Meta:
        ordering = ("code",)
        constraints = (models.CheckConstraint(condition=Q(kind__in=Kind.values), name="sources_kind_is_known"),)

    def __str__(self) -> str:
        return self.code

    @property
    def names(self) -> Names:
        return Names(self.name_kk, self.name_ru, self.name_en)


class Vintage(models.Model):
    """What a source told as of a day; a fact keeps it, so that a later correction can be told from an older truth."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="vintages")
    as_of = models.DateField()
    received = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("source", "as_of")
        constraints = (models.UniqueConstraint(fields=("source", "as_of"), name="sources_one_vintage_a_day"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.as_of}"
