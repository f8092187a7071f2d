"""Canonical JSON (RFC 8785) of a small kind: texts, whole numbers, true, false, nothing, lists, groups.

Names are of plain letters, so that their order is the same in every language of programming; a quantity that is no
whole number is a text of decimal digits, since 0.1 + 0.2 is not 0.3. Within that kind the bytes are those of RFC 8785.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from qonys.receipts.refusals import NotAReceipt, NotCanonical

LARGEST = 2**53 - 1  # beyond it, readers of JSON in other languages round
DEEPEST = 12
MOST = 2_000_000  # bytes; a receipt has some thousands


def written(content: Any) -> bytes:
    """The one way to write it down. Raises NotCanonical, naming the place."""
    told = json.dumps(_plain(content, "receipt", 0), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return told.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise NotCanonical("half of a surrogate pair stands in a text.", where=f"letter {problem.start}") from None


def read(content: bytes) -> Any:
    """What JSON says, whatever its spaces and order; refuses fractions, names said twice, and depths. NotAReceipt."""
    if len(content) > MOST:
        raise NotAReceipt("the file is too large for a receipt.", value=f"{len(content)} bytes")
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            object_pairs_hook=_once,
        )
    except (UnicodeDecodeError, ValueError, RecursionError) as problem:
        said = f"this is no JSON a receipt is written in ({str(problem).splitlines()[0]})."
        raise NotAReceipt(said, remedy="Take the file as it was downloaded.") from problem


def _plain(value: Any, where: str, depth: int) -> Any:
    if depth > DEEPEST:
        raise NotCanonical("too deep.", where=where)
    match value:
        case None | bool() | str():
            return value
        case int() if -LARGEST <= value <= LARGEST:
            return int(value)
        case list() | tuple():
            return [_plain(each, f"{where}[{place}]", depth + 1) for place, each in enumerate(value)]
        case Mapping():
            return {_name(key, where): _plain(each, f"{where}.{key}", depth + 1) for key, each in value.items()}
    remedy = "Use a text, a whole number, true, false, nothing, or lists and groups of them."
    raise NotCanonical(f"{type(value).__name__} has no one way to be written down.", where=where, remedy=remedy)


def _name(key: Any, where: str) -> str:
    if isinstance(key, str) and key.isascii():
        return key
    raise NotCanonical("a name is written in plain Latin letters.", where=where, value=key)


def _refuse_number(told: str) -> Any:
    raise ValueError(f"the number {told} is not whole")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is said twice")
    return found
