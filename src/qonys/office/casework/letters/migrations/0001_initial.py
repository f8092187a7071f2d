"""Letters and their prints."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("cases", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=32, unique=True)),
                ("code", models.CharField(max_length=24, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "receipt of an application"),
                            ("request", "request for papers"),
                            ("turned_back", "receipt of an application turned back"),
                            ("refusal", "refusal with its reasons"),
                            ("grant", "letter of a granted application"),
                            ("certificate", "certificate"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")], max_length=2),
                ),
                ("content", models.CharField(max_length=64)),
                ("issued", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("revoked", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Print",
            fields=[
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="print",
                        serialize=False,
                        to="letters.letter",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["sha256"], name="letters_by_digest"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=models.Q(("sha256", "")), fields=["id"], name="letters_to_set"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["receipt", "request", "turned_back", "refusal", "grant", "certificate"])
                ),
                name="letters_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "certificate"), ("revoked", None)),
                fields=("case", "language"),
                name="letters_one_certificate_that_counts",
            ),
        ),
    ]
