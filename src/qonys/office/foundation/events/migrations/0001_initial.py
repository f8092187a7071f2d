"""The outbox of events, subscriptions, deliveries."""

import uuid
from typing import ClassVar

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import qonys.office.foundation.authority.paths


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("type", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=120)),
                ("data", models.TextField()),
                (
                    "territory",
                    qonys.office.foundation.authority.paths.PathField(
                        blank=True,
                        max_length=120,
                        validators=[django.core.validators.RegexValidator("^([A-Z0-9][A-Z0-9-]*/)+$")],
                    ),
                ),
                ("procedure", models.CharField(blank=True, max_length=40)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("spread", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(condition=models.Q(("spread", None)), fields=["id"], name="events_to_spread"),
                    models.Index(fields=["at"], name="events_by_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=500)),
                ("types", models.JSONField(default=list)),
                ("secret", models.CharField(max_length=80)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("delivered", "delivered"),
                            ("given_up", "given up"),
                            ("withheld", "withheld"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due", models.DateTimeField(default=django.utils.timezone.now)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("remark", models.CharField(blank=True, max_length=200)),
                ("changed", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="events.event",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="events.subscription"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due"], name="events_delivery_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "subscription"), name="events_one_delivery_of_each"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "delivered", "given_up", "withheld"])),
                        name="events_state_is_known",
                    ),
                ],
            },
        ),
    ]
