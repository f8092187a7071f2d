"""The history of residence."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0001_initial"),
        ("persons", "0001_initial"),
        ("sources", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Residence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("listed", models.DateField()),
                (
                    "kind",
                    models.CharField(choices=[("permanent", "permanent"), ("temporary", "temporary")], max_length=10),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "began",
                    models.CharField(
                        choices=[
                            ("registered", "first registration"),
                            ("born", "birth"),
                            ("arrived", "arrival from abroad"),
                            ("moved", "move"),
                            ("redrawn", "new boundary"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "move"),
                            ("redrawn", "new boundary"),
                            ("left", "departure abroad"),
                            ("died", "death"),
                            ("lapsed", "struck off"),
                        ],
                        max_length=10,
                    ),
                ),
                ("state", models.CharField(blank=True, max_length=2)),
                ("left_for", models.CharField(blank=True, max_length=2)),
                ("recorded", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "origin",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="residence.residence",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="residences", to="persons.person"
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authority.territory",
                    ),
                ),
                (
                    "vintage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.vintage",
                    ),
                ),
            ],
            options={
                "ordering": ("person_id", "since", "id"),
                "indexes": [
                    models.Index(fields=["territory", "since"], name="residence_of_a_place"),
                    models.Index(fields=["since"], name="residence_by_beginning"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["permanent", "temporary"])), name="residence_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("began__in", ["registered", "born", "arrived", "moved", "redrawn"])),
                        name="residence_beginning_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended", ""), ("until", None)),
                            models.Q(
                                ("ended__in", ["moved", "redrawn", "left", "died", "lapsed"]), ("until__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="residence_end_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                        name="residence_lasts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "permanent"), ("until", None)),
                        fields=("person",),
                        name="residence_one_permanent",
                    ),
                ],
            },
        ),
    ]
