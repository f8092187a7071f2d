"""Contacts of accounts, and notices."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(choices=[("e-mail", "e-mail"), ("sms", "SMS")], max_length=8)),
                ("address", models.CharField(max_length=254)),
                ("verified", models.DateTimeField(null=True)),
                ("muted", models.BooleanField(default=False)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("code_until", models.DateTimeField(null=True)),
                ("codes", models.PositiveIntegerField(default=0)),
                ("created", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("template", models.CharField(max_length=40)),
                ("facts", models.JSONField(default=dict)),
                ("about", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=160, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting to be sent"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("delivered", "delivered"),
                            ("failed", "could not be delivered"),
                            ("given up", "given up after 72 hours"),
                            ("muted", "in the account only, as its owner wishes"),
                            ("no channel", "in the account only, no address is known"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("next_attempt", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claimed", models.DateTimeField(null=True)),
                ("worker", models.CharField(blank=True, max_length=120)),
                ("channel", models.CharField(blank=True, max_length=8)),
                ("provider", models.CharField(blank=True, max_length=80)),
                ("provider_number", models.CharField(blank=True, max_length=120)),
                ("unclear", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=60)),
                ("created", models.DateTimeField()),
                ("sent", models.DateTimeField(null=True)),
                ("delivered", models.DateTimeField(null=True)),
                ("seen", models.DateTimeField(null=True)),
                ("erased", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="notices.contact",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("account", "channel", "address"), name="notices_contact_once"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verified__isnull", False)),
                fields=("account", "channel"),
                name="notices_one_verified_contact",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["e-mail", "sms"])), name="notices_contact_channel_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["state", "next_attempt"], name="notices_due"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["account", "id"], name="notices_of_account"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("erased", None)), fields=["created"], name="notices_to_erase"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)), fields=["contact"], name="notices_by_contact"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["waiting", "sending", "sent", "delivered", "failed", "given up", "muted", "no channel"],
                    )
                ),
                name="notices_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased", None), ("facts", {}), _connector="OR"),
                name="notices_erased_means_nothing_left",
            ),
        ),
    ]
