"""Rounds, families in them, edits and held offers."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0001_initial"),
        ("cases", "0001_initial"),
        ("offers", "0002_verified"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("day", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("computing", "being computed"),
                            ("proposed", "proposed"),
                            ("published", "published"),
                            ("dropped", "dropped"),
                        ],
                        default="computing",
                        max_length=10,
                    ),
                ),
                ("opened_by", models.CharField(max_length=120)),
                ("published_by", models.CharField(blank=True, max_length=120)),
                ("opened", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("published", models.DateTimeField(null=True)),
                ("letter", models.TextField(blank=True)),
                ("report", models.JSONField(default=dict)),
                ("fairness", models.JSONField(default=list)),
                (
                    "repairs",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repaired",
                        to="placement.round",
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
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Placing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("persons", models.PositiveSmallIntegerField()),
                ("needs", models.JSONField(default=dict)),
                ("wishes", models.JSONField(default=list)),
                ("reasons", models.JSONField(default=dict)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "open"),
                            ("invited", "invited"),
                            ("waiting", "on the waiting list"),
                            ("arrived", "arrived, all as promised"),
                            ("lacking", "arrived, something is lacking"),
                            ("lost", "its place was withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reserved", models.CharField(blank=True, max_length=120)),
                ("confirmed", models.DateTimeField(null=True)),
                ("lacking", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placings", to="cases.case"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authority.territory",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authority.territory",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placings", to="placement.round"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="cases.case"
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="authority.territory"
                    ),
                ),
            ],
            options={
                "ordering": ("rank",),
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lost", models.DateTimeField(null=True)),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="offers.offer"
                    ),
                ),
                (
                    "placing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="placement.placing"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(condition=models.Q(("lost", None)), fields=["offer"], name="placement_held")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="placement_holds_one_at_least")
                ],
            },
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("lock", "place it there"),
                            ("forbid", "not there"),
                            ("leave", "leave it for a later round"),
                        ],
                        max_length=6,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("cost", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("moved", models.PositiveIntegerField(null=True)),
                ("letter", models.TextField(blank=True)),
                ("undone", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authority.territory",
                    ),
                ),
                (
                    "placing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="placement.placing"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", ["lock", "forbid", "leave"])), name="placement_deed_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deed", "leave"), ("place", None)),
                            models.Q(models.Q(("deed", "leave"), _negated=True), ("place__isnull", False)),
                            _connector="OR",
                        ),
                        name="placement_edit_names_a_place",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["territory", "-id"], name="placement_of_a_place"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["computing", "proposed", "published", "dropped"])),
                name="placement_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placing",
            constraint=models.UniqueConstraint(fields=("round", "case"), name="placement_family_once_in_a_round"),
        ),
        migrations.AddConstraint(
            model_name="placing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("result__in", ("invited", "arrived", "lacking"))),
                fields=("case",),
                name="placement_family_in_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="placing",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["", "invited", "waiting", "arrived", "lacking", "lost"])),
                name="placement_result_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(fields=("case", "rank"), name="placement_one_wish_at_a_rank"),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(fields=("case", "territory"), name="placement_one_wish_for_a_place"),
        ),
    ]
