"""Rows of the journal as they are: every act writes some, and an export thousands.

Django would ask again for every hundred of them, and take four times as long over one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from qonys.office.foundation.journal.models import Entry, Stream


def insert(model: type[models.Model], rows: Sequence[models.Model], *, unless_there: bool = False) -> None:
    """New rows, without the numbers the database gives them."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(field.column for field in fields)
    marks = ", ".join("%s" for _ in fields)
    otherwise = " ON CONFLICT DO NOTHING" if unless_there else ""
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    _execute(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks}){otherwise}", values)


def move_on(lines: Sequence[Entry]) -> None:
    """Each stream ends with its new line."""
    values = [(line.sequence, line.hash, line.stream_id) for line in lines]
    _execute(f"UPDATE {Stream._meta.db_table} SET entries = %s, head = %s WHERE name = %s", values)


def _execute(sql: str, values: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        if len(values) == 1:  # PostgreSQL's driver opens a pipeline for many: for one it costs more than the row
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)
