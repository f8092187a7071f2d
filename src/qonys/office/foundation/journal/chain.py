"""The hash of an entry and of a seal, written so that a stranger can check it with `sha256sum`."""

from __future__ import annotations

import hashlib
from datetime import datetime

from qonys.office.foundation.journal.canonical import moment


def entry_hash(stream: str, sequence: int, at: datetime, actor: str, action: str, payload: str, previous: str) -> str:
    """SHA-256 of eight lines. No field but the last can hold a line break, and canonical JSON holds none either."""
    lines = f"qonys-entry-1\n{stream}\n{sequence}\n{moment(at)}\n{actor}\n{action}\n{previous}\n{payload}"
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def seal_hash(number: int, first: int, last: int, entries: int, at: datetime, previous: str, root: str) -> str:
    lines = f"qonys-seal-1\n{number}\n{first}\n{last}\n{entries}\n{moment(at)}\n{previous}\n{root}"
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def merkle_root(hashes: list[str]) -> str:
    """The root of a binary tree over hashes in order (RFC 6962: a first byte tells leaves and nodes apart)."""
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(each)).digest() for each in hashes]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        joined = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
        level = joined + level[len(level) - len(level) % 2 :]
    return level[0].hex()


def marks(hashes: list[str]) -> bytes:
    return bytes.fromhex("".join(each[:8] for each in hashes))
