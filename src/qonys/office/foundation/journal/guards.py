"""Triggers by which the database itself refuses to change what was written.

`journal_entry`, `journal_seal` and `ledger_entry` take new rows only. `journal_stream` may only move forward by one
entry, and `journal_personal` may only be emptied. SQLite drops a table's triggers when a migration rebuilds the table:
such a migration must end with `put_up`, and `missing` (of `qonys journal verify`, and of a test) says when it did not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

LETTER = "The journal is append-only: {table} refuses to be changed or emptied."
FORWARD = "new.name = old.name and new.entries = old.entries + 1"
EMPTIED = "new.digest = old.digest and new.stream_id = old.stream_id and new.content = '' and new.salt = ''"
# table -> what an update must fulfil; None: there are no updates
TABLES: dict[str, str | None] = {
    "journal_entry": None,
    "journal_seal": None,
    "journal_stream": FORWARD,
    "journal_personal": EMPTIED,
    "ledger_entry": None,  # of the room of quotas: its migration puts this one up
}
# SQLite's INSERT OR REPLACE deletes the old row without asking the trigger for deletions.
KEYS = {
    "journal_entry": "id = new.id or (stream_id = new.stream_id and sequence = new.sequence)",
    "journal_seal": "number = new.number",
    "journal_stream": "name = new.name",
    "journal_personal": "digest = new.digest",
    "ledger_entry": "id = new.id or (quota_id = new.quota_id and number = new.number)",
}

GUARDED = ", ".join(f"'{table}'" for table in TABLES)


def put_up(connection: Any, *tables: str) -> None:
    """Create the guards of those tables."""
    with connection.cursor() as cursor:
        for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](tables):
            cursor.execute(statement)


def take_down(connection: Any, *tables: str) -> None:
    """Remove the guards of those tables, or every one: for the way back of a migration, and for tests that tamper."""
    with connection.cursor() as cursor:
        for name in sorted(standing(connection)):
            table = name.rpartition("_")[0]
            if tables and table not in tables:
                continue
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def missing(connection: Any) -> set[str]:
    """Names of guards that should stand and do not."""
    doings = ("insert", "update", "delete") if connection.vendor == "sqlite" else ("update", "delete")
    return {f"{table}_{doing}" for table in TABLES for doing in doings} - standing(connection)


def standing(connection: Any) -> set[str]:
    where = {
        "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({GUARDED})",
        "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        f"WHERE NOT tgisinternal AND tgenabled = 'A' AND relname IN ({GUARDED})",
    }
    with connection.cursor() as cursor:
        cursor.execute(where[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


def _sqlite(tables: Iterable[str]) -> list[str]:
    made = []
    for table in tables:
        allowed = TABLES[table]
        refusal = f"BEGIN SELECT RAISE(ABORT, '{LETTER.format(table=table)}'); END"
        there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {KEYS[table]})"
        unless = f"WHEN NOT ({allowed})" if allowed else ""
        made += [
            f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} {there} {refusal}",
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {unless} {refusal}",
            f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refusal}",
        ]
    return made


def _postgresql(tables: Iterable[str]) -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{LETTER.format(table='%')}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    ]
    for table in tables:
        allowed = TABLES[table]
        each = f"FOR EACH ROW WHEN (NOT ({allowed}))" if allowed else "FOR EACH STATEMENT"
        refusal = "EXECUTE FUNCTION journal_refuse()"
        made += [
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {each} {refusal}",
            f"CREATE TRIGGER {table}_delete BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT {refusal}",
            # ALWAYS: also in sessions that act as a replica, where triggers usually sleep.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_update",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_delete",
        ]
    return made
