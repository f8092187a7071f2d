"""Five years with a settled family: what stands on other tables."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("authority", "0003_ngo_worker"),
        ("integration", "0001_initial"),
        ("settlements", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="settled",
            name="registered",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="settlements.settlement"
            ),
        ),
        migrations.AddField(
            model_name="settled",
            name="territory",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="authority.territory"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="settled",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="integration.settled"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="settled",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="integration.settled"
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="settled",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="integration.settled"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="settled",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="integration.settled"
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="settled",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="integration.settled"
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="visit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="survey", to="integration.visit"
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(fields=["territory", "kind"], name="integration_services_there"),
        ),
        migrations.AddIndex(
            model_name="settled",
            index=models.Index(fields=["territory", "due", "id"], name="integration_queue"),
        ),
        migrations.AddIndex(
            model_name="settled",
            index=models.Index(fields=["due", "id"], name="integration_by_visit"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["offered", "accepted", "started", "finished", "refused", "no_place"])
                ),
                name="integration_referral_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["offered", "accepted", "started"])),
                fields=("settled", "service"),
                name="integration_one_running_referral",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("helper__in", ["career_centre", "ngo"])), name="integration_note_helper_known"
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["settled", "on", "id"], name="integration_facts_in_order"),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["register", "officer", "survey", "ngo"])),
                name="integration_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("helper__in", ["career_centre", "ngo"])), name="integration_helper_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn", None)), fields=("settled", "helper"), name="integration_one_consent"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(condition=models.Q(("done", None)), fields=["due"], name="integration_visits_due"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(fields=("settled", "month"), name="integration_one_visit_a_month"),
        ),
    ]
