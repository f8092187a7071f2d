"""What is in every table, as a count and a digest: `python -m tests.office.operation.tables`."""

from __future__ import annotations

import json

import django

django.setup()

from django.apps import apps  # noqa: E402

from qonys.office.foundation.archive.rows import every_table, tally  # noqa: E402

if __name__ == "__main__":
    told = {table.label: tally(table.lines("default")) for table in every_table(apps)}
    print(json.dumps({label: [each.rows, each.digest] for label, each in told.items()}))
