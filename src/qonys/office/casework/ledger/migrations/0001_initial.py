"""Quotas, orders, reservations and the entries between accounts."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0001_initial"),
        ("cases", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open", "opening"),
                            ("cut", "reduction"),
                            ("recut", "new cut between territories"),
                            ("swap", "exchange between kinds"),
                            ("carry", "transfer between years"),
                        ],
                        max_length=8,
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("document", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for a second officer"),
                            ("in_force", "carried out"),
                            ("dropped", "dropped"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_by", models.CharField(max_length=120)),
                ("confirmed_by", models.CharField(blank=True, max_length=120)),
                ("proposed", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "dropped"), _negated=True),
                        fields=("number", "day"),
                        name="ledger_order_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["open", "cut", "recut", "swap", "carry"])),
                        name="ledger_order_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "in_force", "dropped"])),
                        name="ledger_order_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=40)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "any channel"),
                            ("state", "state programme"),
                            ("agreement", "bilateral agreement"),
                            ("employer", "employer's own recruitment"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "occupation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "any occupation"),
                            ("1", "managers"),
                            ("2", "professionals"),
                            ("3", "technicians and associate professionals"),
                            ("4", "clerical support workers"),
                            ("5", "service and sales workers"),
                            ("6", "skilled agricultural workers"),
                            ("7", "craft and related trades workers"),
                            ("8", "plant and machine operators"),
                            ("9", "elementary occupations"),
                        ],
                        max_length=4,
                    ),
                ),
                ("granted", models.PositiveIntegerField(default=0)),
                ("available", models.PositiveIntegerField(default=0)),
                ("reserved", models.PositiveIntegerField(default=0)),
                ("frozen", models.PositiveIntegerField(default=0)),
                ("used", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("arrivals", models.PositiveBigIntegerField(default=0)),
                ("entries", models.PositiveBigIntegerField(default=0)),
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
                "ordering": ("-year", "kind", "territory", "channel", "occupation"),
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change", models.IntegerField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="ledger.order"
                    ),
                ),
                (
                    "quota",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="order_lines", to="ledger.quota"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("units", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "on the waiting list"),
                            ("reserved", "reserved"),
                            ("frozen", "frozen by an appeal"),
                            ("used", "used"),
                            ("released", "released"),
                            ("expired", "expired"),
                        ],
                        max_length=10,
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=0)),
                ("arrival", models.PositiveBigIntegerField()),
                ("expires", models.DateTimeField(null=True)),
                ("remaining", models.DurationField(null=True)),
                ("asked", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="cases.case",
                    ),
                ),
                (
                    "quota",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="ledger.quota",
                    ),
                ),
            ],
            options={
                "ordering": ("quota", "priority", "arrival"),
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=16)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("granted", "given by order"),
                            ("available", "free"),
                            ("reserved", "reserved"),
                            ("frozen", "frozen"),
                            ("used", "used"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("granted", "given by order"),
                            ("available", "free"),
                            ("reserved", "reserved"),
                            ("frozen", "frozen"),
                            ("used", "used"),
                        ],
                        max_length=10,
                    ),
                ),
                ("units", models.PositiveIntegerField()),
                ("actor", models.CharField(max_length=120)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.order",
                    ),
                ),
                (
                    "quota",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ledger.quota",
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.reservation",
                    ),
                ),
            ],
            options={
                "ordering": ("quota", "number"),
            },
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.UniqueConstraint(
                fields=("year", "kind", "territory", "channel", "occupation"), name="ledger_quota_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "granted",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("available"), "+", models.F("reserved")
                                ),
                                "+",
                                models.F("frozen"),
                            ),
                            "+",
                            models.F("used"),
                        ),
                    )
                ),
                name="ledger_never_oversold",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["", "state", "agreement", "employer"])),
                name="ledger_channel_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("occupation__in", ["", "1", "2", "3", "4", "5", "6", "7", "8", "9"])),
                name="ledger_occupation_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("order", "quota"), name="ledger_quota_once_in_an_order"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("change", 0), _negated=True), name="ledger_line_changes_something"
            ),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["quota", "priority", "arrival"],
                name="ledger_waiting_list",
            ),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "reserved"))), fields=["expires"], name="ledger_by_expiry"
            ),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(condition=models.Q(("case__isnull", False)), fields=["case"], name="ledger_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(fields=("quota", "arrival"), name="ledger_one_arrival_at_a_place"),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "reserved", "frozen", "used"))),
                fields=("case",),
                name="ledger_case_holds_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(("units__gte", 1)), name="ledger_of_one_unit_at_least"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "reserved", "frozen", "used", "released", "expired"])),
                name="ledger_state_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("order__isnull", False)), fields=["order"], name="ledger_of_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("quota", "number"), name="ledger_one_entry_at_a_place"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(condition=models.Q(("units__gte", 1)), name="ledger_moves_something"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True), name="ledger_between_two_accounts"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("order__isnull", False), ("reservation", None)),
                    models.Q(("order", None), ("reservation__isnull", False)),
                    _connector="OR",
                ),
                name="ledger_has_one_ground",
            ),
        ),
    ]
