"""Places that are offered."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dwelling", "dwellings"),
                            ("school", "school places"),
                            ("kindergarten", "kindergarten places"),
                            ("job", "jobs"),
                        ],
                        max_length=14,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("rooms", models.PositiveSmallIntegerField(null=True)),
                ("occupation", models.CharField(blank=True, max_length=160)),
                ("ready", models.DateField()),
                ("proof", models.CharField(max_length=500)),
                ("withdrawn", models.DateTimeField(null=True)),
                ("changed", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "territory",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authority.territory",
                    ),
                ),
            ],
            options={
                "ordering": ("territory", "kind", "ready", "id"),
                "indexes": [models.Index(fields=["territory", "kind", "ready", "id"], name="offers_of_a_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["dwelling", "school", "kindergarten", "job"])),
                        name="offers_kind_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="offers_of_one_at_least"),
                ],
            },
        ),
    ]
