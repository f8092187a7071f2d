"""Employers and the words they are found by."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import qonys.office.registers.persons.letters


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0001_initial"),
        ("sources", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("bin", models.CharField(max_length=12, unique=True)),
                ("name_kk", models.CharField(max_length=250)),
                ("name_ru", models.CharField(max_length=250)),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("A", "Agriculture, forestry and fishing"),
                            ("B", "Mining and quarrying"),
                            ("C", "Manufacturing"),
                            ("D", "Electricity, gas, steam and air conditioning supply"),
                            ("E", "Water supply, sewerage and waste management"),
                            ("F", "Construction"),
                            ("G", "Wholesale and retail trade; repair of motor vehicles"),
                            ("H", "Transportation and storage"),
                            ("I", "Accommodation and food service activities"),
                            ("J", "Information and communication"),
                            ("K", "Financial and insurance activities"),
                            ("L", "Real estate activities"),
                            ("M", "Professional, scientific and technical activities"),
                            ("N", "Administrative and support service activities"),
                            ("O", "Public administration and defence; compulsory social security"),
                            ("P", "Education"),
                            ("Q", "Human health and social work activities"),
                            ("R", "Arts, entertainment and recreation"),
                            ("S", "Other service activities"),
                            ("T", "Activities of households as employers"),
                            ("U", "Activities of extraterritorial organisations"),
                        ],
                        max_length=1,
                    ),
                ),
                ("sort_key", qonys.office.registers.persons.letters.ByLetter(editable=False, max_length=240)),
                ("closed", models.DateField(null=True)),
                ("recorded", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.source",
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
                "ordering": ("sort_key", "id"),
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", qonys.office.registers.persons.letters.ByLetter(max_length=60)),
                (
                    "employer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="employers.employer",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="employer",
            index=models.Index(fields=["sort_key", "id"], name="employers_by_name"),
        ),
        migrations.AddIndex(
            model_name="employer",
            index=models.Index(fields=["territory", "sort_key", "id"], name="employers_of_a_place"),
        ),
        migrations.AddConstraint(
            model_name="employer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "section__in",
                        [
                            "A",
                            "B",
                            "C",
                            "D",
                            "E",
                            "F",
                            "G",
                            "H",
                            "I",
                            "J",
                            "K",
                            "L",
                            "M",
                            "N",
                            "O",
                            "P",
                            "Q",
                            "R",
                            "S",
                            "T",
                            "U",
                        ],
                    )
                ),
                name="employers_section_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="word",
            index=models.Index(fields=["word", "employer"], name="employers_by_word"),
        ),
        migrations.AddConstraint(
            model_name="word",
            constraint=models.UniqueConstraint(fields=("employer", "word"), name="employers_word_once"),
        ),
    ]
