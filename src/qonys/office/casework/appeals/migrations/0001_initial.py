"""Appeals."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("cases", "0001_initial"),
        ("selection", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "filed"),
                            ("upheld", "upheld: decided anew"),
                            ("dismissed", "dismissed"),
                            ("taken_back", "taken back"),
                        ],
                        default="filed",
                        max_length=10,
                    ),
                ),
                ("grounds", models.CharField(max_length=64)),
                ("filed", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due", models.DateField()),
                ("decided", models.DateTimeField(null=True)),
                ("reasons", models.CharField(blank=True, max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="cases.case"
                    ),
                ),
                (
                    "contested",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_on_appeal",
                        to="selection.receipt",
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeal", to="selection.receipt"
                    ),
                ),
            ],
            options={
                "ordering": ("due", "id"),
                "indexes": [models.Index(fields=["state", "due", "id"], name="appeals_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["filed", "upheld", "dismissed", "taken_back"])),
                        name="appeals_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contested", models.F("decided_by")), _negated=True),
                        name="appeals_another_officer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["upheld", "dismissed"]), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="appeals_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "upheld"), _negated=True), ("outcome__isnull", False), _connector="OR"
                        ),
                        name="appeals_upheld_leaves_a_receipt",
                    ),
                ],
            },
        ),
    ]
