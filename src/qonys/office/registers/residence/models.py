"""The history of residence. Migration is not entered anywhere: it is what this history tells."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.places import Lies
from qonys.office.registers.persons.models import Person
from qonys.office.registers.sources.models import Vintage


class Kind(models.TextChoices):
    PERMANENT = "permanent", _("permanent")
    TEMPORARY = "temporary", _("temporary")


class Began(models.TextChoices):
    """How a residence began."""

    REGISTERED = "registered", _("first registration")  # where he or she lived before is not known
    BORN = "born", _("birth")
    ARRIVED = "arrived", _("arrival from abroad")
    MOVED = "moved", _("move")
    REDRAWN = "redrawn", _("new boundary")  # nobody moved: another unit was formed around the home


class Ended(models.TextChoices):
    """How a residence ended."""

    MOVED = "moved", _("move")
    REDRAWN = "redrawn", _("new boundary")
    LEFT = "left", _("departure abroad")
    DIED = "died", _("death")
    LAPSED = "lapsed", _("struck off")


class Residence(models.Model):
    """A person is registered in a territory. `listed` is the day the list of territories came into force to which the
    code belongs: a unit that was split keeps its code for a part of itself, so a code alone does not say which land.

    An index on either database keeps open permanent residences apart; that closed ones do not overlap is seen to by the
    services, which hold the person's row, and looked after by `qonys registers check`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    listed = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since = models.DateField()
    until = models.DateField(null=True)  # the first day without it
    began = models.CharField(max_length=10, choices=Began.choices)
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2: arrived from
    left_for = models.CharField(max_length=2, blank=True)  # left for
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded = models.DateTimeField(db_default=Now())

    lies: ClassVar[Lies] = Lies(territory="person__home", procedure=None)  # the file follows the person

    class Meta:
        ordering = ("person_id", "since", "id")
        indexes = (
            models.Index(fields=("territory", "since"), name="residence_of_a_place"),
            models.Index(fields=("since",), name="residence_by_beginning"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="residence_kind_is_known"),
            models.CheckConstraint(condition=Q(began__in=Began.values), name="residence_beginning_is_known"),
            models.CheckConstraint(
                condition=Q(until=None, ended="") | Q(until__isnull=False, ended__in=Ended.values),
                name="residence_end_is_known",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="residence_lasts"),
            models.UniqueConstraint(
                fields=("person",), condition=Q(until=None, kind=Kind.PERMANENT), name="residence_one_permanent"
            ),
        )

    def __str__(self) -> str:
        return f"person {self.person_id} in {self.territory_id} from {self.since}"
