"""From here on the database itself refuses to change an entry of the ledger."""

from typing import Any, ClassVar

from django.db import migrations

from qonys.office.foundation.journal import guards

TABLE = "ledger_entry"


def put_up(apps: Any, schema_editor: Any) -> None:
    guards.put_up(schema_editor.connection, TABLE)


def take_down(apps: Any, schema_editor: Any) -> None:
    guards.take_down(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_initial"), ("journal", "0002_append_only")]

    operations: ClassVar = [migrations.RunPython(put_up, take_down)]
