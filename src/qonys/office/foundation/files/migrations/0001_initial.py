"""Files that were handed in."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("staged", "handed in"),
                            ("kept", "kept in the file"),
                            ("refused", "refused and removed"),
                            ("expired", "expired and removed"),
                        ],
                        default="staged",
                        max_length=8,
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("none", "not scanned"),
                            ("waiting", "waiting to be scanned"),
                            ("clean", "scanned, nothing found"),
                            ("infected", "infected"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("stream", models.CharField(blank=True, max_length=120)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("kept", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("created", "uuid"),
                "indexes": [
                    models.Index(fields=["state", "created"], name="files_by_state_and_age"),
                    models.Index(
                        condition=models.Q(("stream", ""), _negated=True), fields=["stream"], name="files_of_stream"
                    ),
                    models.Index(condition=models.Q(("scan", "waiting")), fields=["created"], name="files_to_scan"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["staged", "kept", "refused", "expired"])),
                        name="files_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scan__in", ["none", "waiting", "clean", "infected"])),
                        name="files_scan_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True),
                            models.Q(models.Q(("stream", ""), _negated=True), ("kept__isnull", False)),
                            _connector="OR",
                        ),
                        name="files_kept_belongs_somewhere",
                    ),
                ],
            },
        ),
    ]
