"""How tokens and secrets look: 256 random bits, with a beginning that scanners of leaked secrets recognise."""

from __future__ import annotations

import hashlib
import hmac
import secrets

TOKEN, SECRET, CLIENT = "qot_", "qos_", "qoc_"
HINT = 4


def new(kind: str) -> str:
    return kind + secrets.token_urlsafe(32)


def digest(letters: str) -> str:
    """One round of SHA-256: nobody guesses 256 random bits, so slowness would cost every request and buy nothing."""
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one, other)
