"""How fast a caller may ask: a bucket that holds a minute's requests and is filled all the time.

Kept in the memory of the server's process: with several of them a caller gets as many buckets. Guessing of secrets is
counted in the database (authority.lockout); this only keeps one caller from taking the place of all others.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

MOST = 10_000  # callers remembered; whoever came longest ago is forgotten, with a full bucket
_buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was
_lock = threading.Lock()


def seconds_to_wait(caller: str, per_minute: int, now: float | None = None) -> int:
    """Take one request from the caller's bucket: 0, or the seconds until there is one again."""
    moment = time.monotonic() if now is None else now
    with _lock:
        left, since = _buckets.pop(caller, (float(per_minute), moment))
        left = min(per_minute, left + (moment - since) * per_minute / 60)
        allowed = left >= 1
        _buckets[caller] = (left - 1 if allowed else left, moment)
        while len(_buckets) > MOST:
            _buckets.popitem(last=False)
    return 0 if allowed else int((1 - left) * 60 / per_minute) + 1


def forget() -> None:
    """Every bucket is full again."""
    with _lock:
        _buckets.clear()
