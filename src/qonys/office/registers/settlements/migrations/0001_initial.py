"""Settled families and how they stood at each visit."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0003_ngo_worker"),
        ("persons", "0001_initial"),
        ("sources", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("listed", models.DateField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved_on", "moved on within the country"),
                            ("returned", "went back"),
                            ("left", "left the country"),
                            ("followed", "followed to the end"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("few-job", "up to two children, work was waiting"),
                            ("few-none", "up to two children, no work yet"),
                            ("many-job", "three or more children, work was waiting"),
                            ("many-none", "three or more children, no work yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("adults", models.PositiveSmallIntegerField()),
                ("children", models.PositiveSmallIntegerField()),
                ("recorded", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
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
                "ordering": ("since", "id"),
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.PositiveSmallIntegerField()),
                ("seeking", models.PositiveSmallIntegerField()),
                ("working", models.PositiveSmallIntegerField()),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="settlements.settlement",
                    ),
                ),
            ],
            options={
                "ordering": ("month",),
            },
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(fields=["since"], name="settlements_by_arrival"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(fields=("person", "since"), name="settlements_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("family__in", ["few-job", "few-none", "many-job", "many-none"])),
                name="settlements_family_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", ""), ("until", None)),
                    models.Q(("ended__in", ["moved_on", "returned", "left", "followed"]), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="settlements_end_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="settlements_last",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(fields=("settlement", "month"), name="settlements_one_standing_a_visit"),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(("working__lte", models.F("seeking"))), name="settlements_workers_seek"
            ),
        ),
    ]
