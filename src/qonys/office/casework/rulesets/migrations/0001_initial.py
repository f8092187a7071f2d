"""Texts of rules and their versions."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RuleText",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("kept", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("since", models.DateField()),
                ("examples", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("approved", "approved, waits for its day"),
                            ("in_force", "in force"),
                            ("stopped", "stopped: an example failed on its day"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(max_length=500)),
                ("written", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("approved", models.DateTimeField(null=True)),
                ("fault", models.TextField(blank=True)),
                (
                    "approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="rulesets.ruletext"
                    ),
                ),
            ],
            options={
                "ordering": ("key", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("key", "number"), name="rulesets_one_version_of_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "approved", "in_force", "stopped", "withdrawn"])),
                        name="rulesets_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("author", models.F("approver")), _negated=True), name="rulesets_four_eyes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "in_force", "stopped"]), _negated=True),
                            ("approver__isnull", False),
                            _connector="OR",
                        ),
                        name="rulesets_signed_by_somebody",
                    ),
                ],
            },
        ),
    ]
