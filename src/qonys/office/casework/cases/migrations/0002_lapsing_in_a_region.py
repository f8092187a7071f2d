"""An index for the papers about to lapse in a region: a count of a hundred read thousands of rows."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0001_initial")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("lapses__isnull", False)),
                fields=["region", "lapses", "status"],
                name="cases_lapsing_in_a_region",
            ),
        ),
    ]
