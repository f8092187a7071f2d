"""Imports, their faults and rows."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("jobs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("layout", models.CharField(max_length=40)),
                ("form", models.CharField(max_length=4)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "being checked"),
                            ("ready", "ready to be written"),
                            ("faulty", "has mistakes"),
                            ("unreadable", "cannot be read"),
                            ("writing", "being written"),
                            ("done", "written"),
                            ("undoing", "being undone"),
                            ("undone", "undone"),
                        ],
                        default="checking",
                        max_length=12,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("faulty", models.PositiveIntegerField(default=0)),
                ("written", models.PositiveIntegerField(default=0)),
                ("letter", models.CharField(blank=True, max_length=300)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="imports", to="jobs.job"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=60)),
                ("value", models.CharField(blank=True, max_length=120)),
                ("problem", models.CharField(max_length=300)),
                ("remedy", models.CharField(max_length=300)),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="faults",
                        to="exchange.import",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=160)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("undone", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="exchange.import",
                    ),
                ),
            ],
            options={
                "ordering": ("of", "row"),
            },
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["checking", "ready", "faulty", "unreadable", "writing", "done", "undoing", "undone"])
                ),
                name="exchange_state_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="fault",
            index=models.Index(fields=["of", "id"], name="exchange_faults_of_import"),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.UniqueConstraint(fields=("of", "row"), name="exchange_each_row_once"),
        ),
    ]
