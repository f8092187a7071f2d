"""Django's SQLite, with a queue for those who want to write.

SQLite lets one writer in at a time. Who finds the door closed sleeps inside SQLite, for a tenth of a second in the end:
with eight at the door it stands open half of the time. And a sleeper holds on to its connection. Should Python, in the
thread that writes, just then throw away an old cursor of that connection, the writer waits for the sleeper and the
sleeper for the writer, until its patience ends and an application is refused.

So nobody sleeps inside. SQLite refuses at once, and here one thread of each process asks again every millisecond; the
others wait behind it without asking.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.backends.sqlite3 import base

from qonys.office.project.sqlite3.bounds import BOUNDS

ASKS_EVERY = 0.001  # seconds
CLOSED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)  # the second among connections that share a cache in memory
_turn = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Whoever writes waits for its turn, and columns have bounds. OPTIONS["timeout"]: how many seconds it waits."""

    data_type_check_constraints: ClassVar[dict[str, Any]] = base.DatabaseWrapper.data_type_check_constraints | BOUNDS

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)  # type: ignore[misc]
        connection.execute("PRAGMA busy_timeout = 0")
        return connection

    def create_cursor(self, name: str | None = None) -> Waiting:
        cursor: Waiting = self.connection.cursor(factory=Waiting)
        cursor.patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        return cursor


class Waiting(base.SQLiteCursorWrapper):
    """Its statements wait for the door. Many statements at once belong in a transaction, which has waited already."""

    patience = 0.0

    def execute(self, query: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> Waiting:
        try:
            return super().execute(query, params)  # type: ignore[no-any-return]
        except sqlite3.OperationalError as refusal:
            if not _is_closed_door(refusal):
                raise
        return self._in_turn(query, params)

    def _in_turn(self, query: str, params: Sequence[Any] | Mapping[str, Any] | None) -> Waiting:
        deadline = time.monotonic() + self.patience
        if not _turn.acquire(timeout=self.patience):
            raise sqlite3.OperationalError("database is locked")
        try:
            while True:
                try:
                    return super().execute(query, params)  # type: ignore[no-any-return]
                except sqlite3.OperationalError as refusal:
                    if not _is_closed_door(refusal) or time.monotonic() > deadline:
                        raise
                time.sleep(ASKS_EVERY)
        finally:
            _turn.release()


def _is_closed_door(refusal: sqlite3.OperationalError) -> bool:
    return getattr(refusal, "sqlite_errorcode", 0) & 0xFF in CLOSED
