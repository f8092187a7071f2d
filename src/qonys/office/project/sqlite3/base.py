"""Django's SQLite, with a queue for those who want to write.

SQLite lets one writer in at a time. Who finds the door closed sleeps and tries again, after a tenth of a second in the
end: with eight at the door it stands open half of the time. Here one thread of each process asks, every millisecond or
two; the others wait behind it without asking.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

ASKS_FOR = 3  # milliseconds SQLite tries by itself: after one, and after two more
_turn = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Transactions begin in turn; nothing else differs."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        deadline = time.monotonic() + patience
        if not _turn.acquire(timeout=patience):
            raise OperationalError("database is locked")
        try:
            self._wait_for(ASKS_FOR)
            self._begin(deadline)
        finally:
            _turn.release()
            self._wait_for(round(1000 * patience))

    def _begin(self, deadline: float) -> None:
        while True:
            try:
                super()._start_transaction_under_autocommit()
                return
            except OperationalError as refusal:
                if "locked" not in str(refusal) or time.monotonic() > deadline:
                    raise

    def _wait_for(self, milliseconds: int) -> None:
        connection: Any = self.connection
        connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
