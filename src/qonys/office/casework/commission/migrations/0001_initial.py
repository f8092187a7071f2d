"""Sessions of the commission."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0001_initial"),
        ("cases", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("place", models.CharField(max_length=200)),
                ("quorum", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("sitting", "in session"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("recording", models.CharField(blank=True, max_length=200)),
                ("minutes", models.JSONField(default=dict)),
                ("planned", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("opened", models.DateTimeField(null=True)),
                ("ended", models.DateTimeField(null=True)),
                (
                    "secretary",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                "ordering": ("-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Protocol",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="protocol",
                        serialize=False,
                        to="commission.session",
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("grant", "recommended to grant"),
                            ("refuse", "recommended to refuse"),
                            ("send_back", "sent back for review"),
                            ("postponed", "postponed to another session"),
                            ("gone", "no longer before the commission"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=40)),
                ("reason", models.JSONField(default=dict)),
                ("open", models.BooleanField(default=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hearings", to="cases.case"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="commission.session"
                    ),
                ),
            ],
            options={
                "ordering": ("place",),
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chair", models.BooleanField(default=False)),
                ("present", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="commission.session"
                    ),
                ),
            ],
            options={
                "ordering": ("-chair", "id"),
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "choice",
                    models.CharField(
                        choices=[("for", "for"), ("against", "against"), ("abstain", "abstained")], max_length=8
                    ),
                ),
                ("reason", models.JSONField(default=dict)),
                ("cast", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="commission.agendaitem"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="commission.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["territory", "-day", "-id"], name="commission_of_a_place"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["-day", "-id"], name="commission_by_day"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "sitting", "closed", "cancelled"])),
                name="commission_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("session", "case"), name="commission_case_once_on_an_agenda"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("session", "place"), name="commission_places_differ"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("open", True)), fields=("case",), name="commission_case_in_one_session"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["", "grant", "refuse", "send_back", "postponed", "gone"])),
                name="commission_result_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("session", "account"), name="commission_one_seat_each"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("chair", True)), fields=("session",), name="commission_one_chair"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("item", "seat"), name="commission_one_vote_each"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["for", "against", "abstain"])), name="commission_choice_is_known"
            ),
        ),
    ]
