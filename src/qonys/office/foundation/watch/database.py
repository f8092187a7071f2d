"""How large the database is."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db import connection

from qonys.office.foundation.watch.gauges import Gauge


def gauges() -> Iterator[Gauge]:
    yield Gauge("qonys_database_bytes", "Size of the database, with its write-ahead log.", size())


def size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(connection.settings_dict["NAME"])
    return sum(os.path.getsize(file) for file in (name, f"{name}-wal") if os.path.exists(file))
