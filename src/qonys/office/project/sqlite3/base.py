"""Django's SQLite, with a queue for those who want to write, and bounds as PostgreSQL keeps them.

SQLite lets one writer in at a time. Who finds the door closed sleeps and tries again, after a tenth of a second in the
end: with eight at the door it stands open half of the time. Here one thread of each process asks, every millisecond or
two; the others wait behind it without asking.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

BOUNDED = ("CharField", "SlugField", "FileField", "FilePathField")  # as Django calls columns of a greatest length
WHOLE = {"SmallIntegerField": 15, "IntegerField": 31}  # bits without the sign
COUNTS = {"PositiveSmallIntegerField": 15, "PositiveIntegerField": 31}
ASKS_FOR = 3  # milliseconds SQLite tries by itself: after one, and after two more
_turn = threading.Lock()


class _NoLongerThan:
    """The check of a column of texts; none where the field has no greatest length."""

    def __mod__(self, field: Mapping[str, Any]) -> str | None:
        most = field["max_length"]
        return None if most is None else f'length("{field["column"]}") <= {most}'


class DatabaseWrapper(base.DatabaseWrapper):
    """Transactions begin in turn, and what PostgreSQL would refuse to hold is refused here too.

    SQLite takes any text and any number into any column: a mistake of ours would be found only in the large offices.
    """

    data_type_check_constraints: ClassVar[dict[str, Any]] = {
        **base.DatabaseWrapper.data_type_check_constraints,
        **dict.fromkeys(BOUNDED, _NoLongerThan()),
        **{name: f'"%(column)s" BETWEEN -{2**bits} AND {2**bits - 1}' for name, bits in WHOLE.items()},
        **{name: f'"%(column)s" BETWEEN 0 AND {2**bits - 1}' for name, bits in COUNTS.items()},
    }

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
