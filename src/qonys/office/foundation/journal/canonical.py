"""One way to write a thing down, so that the same thing always has the same hash.

JSON with sorted keys, no spaces, letters as they are. Floats are refused, since 0.1 + 0.2 is not 0.3 and databases
print them differently: a quantity is an int, a Decimal (kept as text) or a text. Moments are kept in UTC.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from qonys.office.foundation.journal.refusals import Unjournalable


def text(content: Mapping[str, Any]) -> str:
    """The canonical JSON of a mapping. Raises Unjournalable, naming the place, for what cannot be kept."""
    written = json.dumps(_plain(content, "payload"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        written.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unjournalable(f"payload: half of a surrogate pair at letter {error.start}. Send whole letters.") from None
    return written


def digest(content: str) -> str:
    """SHA-256 of a text in UTF-8: 64 hexadecimal digits."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def moment(at: datetime) -> str:
    """2026-11-23T08:15:00.000001+00:00, always UTC, always microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any, where: str) -> Any:
    match value:
        case None | bool():
            return value
        case int():
            return int(value)
        case str():
            return str(value)
        case Decimal() if value.is_finite():
            return format(value, "f")
        case datetime() if value.tzinfo is not None:
            return moment(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case Mapping():
            return {_key(key, where): _plain(each, f"{where}.{key}") for key, each in value.items()}
        case list() | tuple():
            return [_plain(each, f"{where}[{place}]") for place, each in enumerate(value)]
    raise Unjournalable(
        f"{where}: {type(value).__name__} {value!r} has no one way to be written down. "
        "Use text, int, Decimal, bool, a date, a moment with its time zone, or lists and mappings of them."
    )


def _key(key: Any, where: str) -> str:
    if isinstance(key, str):
        return str(key)
    raise Unjournalable(f"{where}: the key {key!r} is no text. Keys are texts.")
