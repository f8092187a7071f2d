"""Cases and their members."""

import datetime
from typing import ClassVar

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import qonys.office.foundation.authority.paths


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0001_initial"),
        ("persons", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True)),
                ("procedure", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=40)),
                (
                    "region",
                    qonys.office.foundation.authority.paths.PathField(
                        blank=True,
                        editable=False,
                        max_length=120,
                        validators=[django.core.validators.RegexValidator("^([A-Z0-9][A-Z0-9-]*/)+$")],
                    ),
                ),
                (
                    "district",
                    qonys.office.foundation.authority.paths.PathField(
                        blank=True,
                        editable=False,
                        max_length=120,
                        validators=[django.core.validators.RegexValidator("^([A-Z0-9][A-Z0-9-]*/)+$")],
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("in_review", "under review"),
                            ("at_commission", "before the commission"),
                            ("to_decide", "to be decided"),
                            ("granted", "granted"),
                            ("followed", "settled and followed"),
                            ("refused", "refused"),
                            ("turned_back", "turned back"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("waiting", models.BooleanField(default=False)),
                ("extended", models.BooleanField(default=False)),
                ("due", models.DateField(default=datetime.date(9999, 12, 31))),
                ("lapses", models.DateField(null=True)),
                ("submitted", models.DateField()),
                ("changed", models.DateTimeField()),
                ("opened", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lines", models.PositiveIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="persons.person"
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ("due", "id"),
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(max_length=20)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships_in_cases",
                        to="persons.person",
                    ),
                ),
            ],
            options={
                "ordering": ("place",),
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["region", "status", "due", "id"], name="cases_queue_of_a_region"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["region", "due", "id"], name="cases_of_a_region"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["district", "status", "due", "id"], name="cases_queue_of_a_district"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["district", "due", "id"], name="cases_of_a_district"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["status", "due", "id"], name="cases_queue"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["due", "id"], name="cases_by_term"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["assignee", "due", "id"], name="cases_of_an_officer"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("lapses__isnull", False)), fields=["lapses", "id"], name="cases_by_lapse"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "received",
                            "in_review",
                            "at_commission",
                            "to_decide",
                            "granted",
                            "followed",
                            "refused",
                            "turned_back",
                            "withdrawn",
                            "closed",
                        ],
                    )
                ),
                name="cases_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("case", "person"), name="cases_person_once_in_a_case"),
        ),
    ]
