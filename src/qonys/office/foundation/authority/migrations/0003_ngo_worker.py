"""The role of an NGO worker."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("authority", "0002_rule_officer"),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name="mandate",
            name="authority_role_is_known",
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "career_centre_officer",
                            "migration_officer",
                            "commission_secretary",
                            "commission_member",
                            "municipality_officer",
                            "integration_officer",
                            "ngo_worker",
                            "auditor",
                            "analyst",
                            "rule_officer",
                            "administrator",
                        ],
                    )
                ),
                name="authority_role_is_known",
            ),
        ),
    ]
