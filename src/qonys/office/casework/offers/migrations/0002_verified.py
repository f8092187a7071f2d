"""An offer counts only when somebody else has seen it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("offers", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(model_name="offer", name="verified", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="offer", name="verified_by", field=models.CharField(blank=True, max_length=120)),
    ]
