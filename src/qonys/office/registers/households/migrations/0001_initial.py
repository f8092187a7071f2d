"""Households and their members."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0001_initial"),
        ("persons", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("formed", models.DateField()),
                ("dissolved", models.DateField(null=True)),
                ("recorded", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="authority.territory"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("head", "head of the household"),
                            ("spouse", "spouse"),
                            ("child", "child"),
                            ("parent", "parent"),
                            ("sibling", "brother or sister"),
                            ("grandchild", "grandchild"),
                            ("relative", "other relative"),
                            ("other", "not related"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="households.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="persons.person"
                    ),
                ),
            ],
            options={
                "ordering": ("household_id", "since", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(("dissolved", None), ("dissolved__gte", models.F("formed")), _connector="OR"),
                name="households_end_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "relation__in",
                        ["head", "spouse", "child", "parent", "sibling", "grandchild", "relative", "other"],
                    )
                ),
                name="households_relation_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="households_leave_after_join",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("person",), name="households_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("relation", "head"), ("until", None)),
                fields=("household",),
                name="households_one_head",
            ),
        ),
    ]
