"""Drafts, the papers in them, and the cases they became."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("cases", "0001_initial"),
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("procedure", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=40)),
                ("answers", models.JSONField(default=dict)),
                ("members", models.JSONField(default=list)),
                ("saved", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("begun", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-changed",),
            },
        ),
        migrations.CreateModel(
            name="DraftPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("paper", models.CharField(max_length=40)),
                ("member", models.CharField(blank=True, max_length=36)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="applications.draft"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Sent",
            fields=[
                ("draft", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["changed"], name="applications_by_age"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("account", "procedure"), name="applications_one_draft_each"),
        ),
    ]
