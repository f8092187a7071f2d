"""Past applicants by group, as the worker counts them."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rulesets", "0001_initial"),
        ("selection", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("newest", models.PositiveBigIntegerField()),
                ("open_ones", models.PositiveIntegerField()),
                ("rows", models.JSONField(default=dict)),
                ("letter", models.TextField(blank=True)),
                ("made", models.DateTimeField()),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparison",
                        to="rulesets.ruleversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("version", None)), fields=("key",), name="selection_one_fairness_a_key"
                    )
                ],
            },
        ),
    ]
