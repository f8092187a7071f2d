"""Keys that sign receipts (ed25519): the private one signs in the office, the public ones are given to everybody.

A key is known by the first sixteen hexadecimal digits of the SHA-256 of its public half. The list of public keys is
JSON, as it stands at the office's address: {"keys": [{"key": "...", "algorithm": "ed25519", "public": "<base64>"}]}.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from qonys.receipts.refusals import UnusableKey

ALGORITHM = "ed25519"
SHORT = 16


@dataclass(frozen=True)
class PublicKey:
    """`name` follows from the key itself: nobody can put another key under it."""

    name: str
    raw: bytes

    @property
    def public(self) -> str:
        return base64.b64encode(self.raw).decode("ascii")

    def signed(self, content: bytes, signature: str) -> bool:
        """Did this key sign exactly these bytes?"""
        try:
            given = base64.b64decode(signature, validate=True)
            Ed25519PublicKey.from_public_bytes(self.raw).verify(given, content)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """The private half. It never leaves the process, and prints nothing of itself."""

    private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"SigningKey({self.public.name})"

    @property
    def public(self) -> PublicKey:
        encoding, form = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        return from_raw(self.private.public_key().public_bytes(encoding, form))

    def sign(self, content: bytes) -> str:
        """The same bytes always get the same signature."""
        return base64.b64encode(self.private.sign(content)).decode("ascii")

    def pem(self) -> bytes:
        encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        return self.private.private_bytes(encoding, form, serialization.NoEncryption())


def new_key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.generate())


def read_signing_key(pem: bytes, where: str) -> SigningKey:
    """Raises UnusableKey, and never says what stands in the file."""
    try:
        private = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise UnusableKey("the file holds no private key in PEM.", where=where, remedy="Make one anew.") from problem
    if not isinstance(private, Ed25519PrivateKey):
        raise UnusableKey("the key is not of ed25519.", where=where, remedy="Make one anew.")
    return SigningKey(private)


def from_raw(raw: bytes) -> PublicKey:
    if len(raw) != 32:
        raise UnusableKey("a public key of ed25519 has 32 bytes.", value=f"{len(raw)} bytes")
    return PublicKey(hashlib.sha256(raw).hexdigest()[:SHORT], raw)


def from_base64(text: str) -> PublicKey:
    """Raises UnusableKey."""
    try:
        return from_raw(base64.b64decode(text.strip(), validate=True))
    except binascii.Error as problem:
        raise UnusableKey("this is no key in base64.", remedy="Copy it again, whole.") from problem


def published(keys: Iterable[PublicKey]) -> dict[str, Any]:
    """The list as it stands at the office's address."""
    return {"keys": [{"key": each.name, "algorithm": ALGORITHM, "public": each.public} for each in keys]}


def read_published(content: bytes) -> Mapping[str, PublicKey]:
    """Keys by name: from that list, from PEM, or from one key in base64. Raises UnusableKey."""
    if content.lstrip().startswith(b"{"):
        found = _listed(content)
    elif b"-----BEGIN" in content:
        found = [_from_pem(content)]
    else:
        found = [from_base64(content.decode("ascii", errors="replace"))]
    return MappingProxyType({each.name: each for each in found})


def _listed(content: bytes) -> list[PublicKey]:
    try:
        return [from_base64(str(each["public"])) for each in json.loads(content)["keys"]]
    except (ValueError, KeyError, TypeError) as problem:
        raise UnusableKey("this is no list of public keys.", remedy="Take it from the office's address.") from problem


def _from_pem(content: bytes) -> PublicKey:
    try:
        public = serialization.load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise UnusableKey("the file holds no public key in PEM.") from problem
    if not isinstance(public, Ed25519PublicKey):
        raise UnusableKey("the key is not of ed25519.")
    return from_raw(public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))
