"""Births and deaths."""

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
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("birth", "birth"), ("death", "death")], max_length=5)),
                ("date", models.DateField()),
                ("listed", models.DateField()),
                ("recorded", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "mother",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="persons.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="persons.person",
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
                "ordering": ("date", "id"),
                "indexes": [models.Index(fields=["kind", "date"], name="vital_events_by_date")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["birth", "death"])), name="vital_events_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mother", None), ("kind", "birth"), _connector="OR"),
                        name="vital_events_mother_of_a_birth",
                    ),
                    models.UniqueConstraint(fields=("person", "kind"), name="vital_events_once_in_a_life"),
                ],
            },
        ),
    ]
