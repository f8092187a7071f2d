"""Signs of life of the workers."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("jobs", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("seen", models.DateTimeField()),
            ],
        ),
    ]
