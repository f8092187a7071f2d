"""Streams, entries, seals and personal contents."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Stream",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("entries", models.PositiveBigIntegerField(default=0)),
                (
                    "head",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("entries", models.PositiveIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("marks", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="journal_seal_covers_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Personal",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("salt", models.CharField(max_length=32)),
                ("content", models.TextField()),
                ("kept", models.DateTimeField(default=django.utils.timezone.now)),
                ("erased", models.DateTimeField(null=True)),
                (
                    "stream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="personal", to="journal.stream"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("erased", None), models.Q(("content", ""), ("salt", "")), _connector="OR"),
                        name="journal_erased_means_nothing_left",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                ("action", models.CharField(max_length=60)),
                ("payload", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "stream",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="journal.stream",
                    ),
                ),
            ],
            options={
                "ordering": ("stream", "sequence"),
                "constraints": [
                    models.UniqueConstraint(fields=("stream", "sequence"), name="journal_one_entry_at_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="journal_sequence_starts_at_one"
                    ),
                ],
            },
        ),
    ]
