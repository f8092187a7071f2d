"""From here on the database itself refuses to change the journal."""

from typing import Any, ClassVar

from django.db import migrations

from qonys.office.foundation.journal import guards

GUARDED = ("journal_stream", "journal_entry", "journal_seal", "journal_personal")


def put_up(apps: Any, schema_editor: Any) -> None:
    guards.put_up(schema_editor.connection, *GUARDED)


def take_down(apps: Any, schema_editor: Any) -> None:
    guards.take_down(schema_editor.connection, *GUARDED)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0001_initial")]

    operations: ClassVar = [migrations.RunPython(put_up, take_down)]
