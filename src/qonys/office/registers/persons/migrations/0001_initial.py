"""Persons, the words they are found by, remarks."""

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
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("iin", models.CharField(max_length=12, null=True, unique=True)),
                ("surname", models.CharField(max_length=120)),
                ("given", models.CharField(blank=True, max_length=120)),
                ("patronymic", models.CharField(blank=True, max_length=120)),
                ("latin_surname", models.CharField(blank=True, max_length=120)),
                ("latin_given", models.CharField(blank=True, max_length=120)),
                ("birth_date", models.DateField()),
                (
                    "birth_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")], default="day", max_length=5
                    ),
                ),
                ("sex", models.CharField(choices=[("male", "man"), ("female", "woman")], max_length=6)),
                ("citizenship", models.CharField(blank=True, max_length=2)),
                ("sort_key", qonys.office.registers.persons.letters.ByLetter(editable=False, max_length=240)),
                ("search_key", qonys.office.registers.persons.letters.ByLetter(editable=False, max_length=2000)),
                ("died", models.DateField(null=True)),
                ("recorded", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "home",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authority.territory",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.source",
                    ),
                ),
            ],
            options={
                "ordering": ("sort_key", "id"),
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=20)),
                (
                    "against",
                    models.CharField(
                        choices=[("number", "the identification number"), ("register", "what was known")], max_length=10
                    ),
                ),
                ("known", models.CharField(max_length=120)),
                ("told", models.CharField(max_length=120)),
                ("noted", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("dismissed", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="persons.person"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.source",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", qonys.office.registers.persons.letters.ByLetter(max_length=60)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="persons.person",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["sort_key", "id"], name="persons_by_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["home", "sort_key", "id"], name="persons_of_a_place"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["male", "female"])), name="persons_sex_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("birth_precision__in", ["day", "month", "year"])), name="persons_precision_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("iin", ""), _negated=True), name="persons_iin_is_absent_or_whole"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("against__in", ["number", "register"])), name="persons_against_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.UniqueConstraint(
                fields=("person", "about", "against", "known", "told"), name="persons_remark_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="word",
            constraint=models.UniqueConstraint(fields=("word", "person"), name="persons_by_word"),
        ),
    ]
