"""The last number each table gave out. A number is never given twice, not even when its row is gone: histories and
readings refer to "account:7" for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connections

from qonys.office.foundation.archive.rows import Table


def last_given(tables: list[Table], database: str) -> dict[str, int]:
    """By the name of the table, for those whose keys the database counts."""
    if connections[database].vendor == "sqlite":
        with connections[database].cursor() as cursor:
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            counted = dict(cursor.fetchall())
        return {table.name: counted[table.name] for table in tables if table.name in counted}
    return {name: last for name, sequence in _sequences(tables, database) if (last := _last(sequence, database))}


def go_on_from(given: Mapping[str, int], tables: list[Table], database: str) -> None:
    """The next numbers lie behind those given out, and behind every row."""
    connection = connections[database]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name, last in sorted(given.items()):
                cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [last, name])
                if not cursor.rowcount:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])
        return
    columns = {table.name: table.model._meta.pk.column for table in tables}
    quote = connection.ops.quote_name
    for name, sequence in _sequences(tables, database):
        newest = f"(SELECT max({quote(columns[name])}) FROM {quote(name)})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(%s::regclass, greatest({newest}, %s, 1), greatest({newest}, %s) IS NOT NULL)",
                [sequence, given.get(name), given.get(name)],
            )


def _sequences(tables: list[Table], database: str) -> list[tuple[str, str]]:
    """Tables whose key comes from a sequence, with its name."""
    found = []
    with connections[database].cursor() as cursor:
        for table in tables:
            key: Any = table.model._meta.pk
            cursor.execute("SELECT pg_get_serial_sequence(quote_ident(%s), %s)", [table.name, key.column])
            (sequence,) = cursor.fetchone()
            if sequence:
                found.append((table.name, sequence))
    return found


def _last(sequence: str, database: str) -> int | None:
    with connections[database].cursor() as cursor:
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value END FROM {sequence}")
        (last,) = cursor.fetchone()
    return None if last is None else int(last)
