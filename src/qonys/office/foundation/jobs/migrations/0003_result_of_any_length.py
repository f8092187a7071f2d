from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("jobs", "0002_worker")]
    operations: ClassVar = [migrations.AlterField("job", "result", models.TextField(blank=True))]
