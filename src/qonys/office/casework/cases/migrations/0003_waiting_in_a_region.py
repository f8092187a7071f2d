"""An index for the cases that wait for their applicant: a count of a hundred read all open ones of a region."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0002_lapsing_in_a_region")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("waiting", True)),
                fields=["region", "status", "due", "id"],
                name="cases_waiting_in_a_region",
            ),
        ),
    ]
