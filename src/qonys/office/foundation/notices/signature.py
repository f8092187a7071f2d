"""One way to sign what goes to a gateway and what comes back from it."""

from __future__ import annotations

import hashlib
import hmac
import time

AGE = 300  # seconds a signature is worth something


def signature(secret: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 of "<seconds since 1970>.<body>", as hexadecimal digits."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def fits(given: str, secret: str, moment: str, body: bytes) -> bool:
    """Is it the signature of that body, made within the last five minutes?"""
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        return False
    fresh = abs(time.time() - int(moment)) <= AGE
    return fresh and hmac.compare_digest(given.encode("utf-8", "replace"), signature(secret, moment, body).encode())
