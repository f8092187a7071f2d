"""Sources and their vintages."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application", "application"),
                            ("register", "state register"),
                            ("census", "census"),
                            ("import", "import"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name_kk", models.CharField(max_length=160)),
                ("name_ru", models.CharField(max_length=160)),
                ("name_en", models.CharField(max_length=160)),
                ("owner", models.CharField(max_length=160)),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["application", "register", "census", "import"])),
                        name="sources_kind_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Vintage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField()),
                ("received", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vintages", to="sources.source"
                    ),
                ),
            ],
            options={
                "ordering": ("source", "as_of"),
                "constraints": [models.UniqueConstraint(fields=("source", "as_of"), name="sources_one_vintage_a_day")],
            },
        ),
    ]
