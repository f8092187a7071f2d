"""The port to a virus scanner, and clamd behind it.

clamd is asked over TCP by its INSTREAM command: the content in pieces, each after its length, and an empty one at the
end. It answers "stream: OK", "stream: <name> FOUND", or an error.
"""

from __future__ import annotations

import socket
import struct
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PORT = 3310
TIMEOUT = 10.0  # seconds for each step; scanning itself is one step
PIECE = 65_536


class Verdict(Enum):
    CLEAN = "clean"
    INFECTED = "infected"
    AWAY = "away"  # nobody answered, or not to the question


class Scanner(Protocol):
    def scan(self, content: BinaryIO) -> Verdict: ...


class Clamd:
    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)

    def scan(self, content: BinaryIO) -> Verdict:
        try:
            with socket.create_connection(self._address, TIMEOUT) as line:
                return _judged(self._asked(line, content))
        except OSError:
            return Verdict.AWAY

    def _asked(self, line: socket.socket, content: BinaryIO) -> bytes:
        line.sendall(b"zINSTREAM\0")
        while piece := content.read(PIECE):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(1024)) and len(answer) < PIECE:
            answer += more
        return answer


def scanner() -> Scanner | None:
    """The one QONYS_CLAMD names; None where there is none, and files are shown as not scanned."""
    if not settings.QONYS_CLAMD:
        return None
    host, _colon, port = settings.QONYS_CLAMD.rpartition(":")
    if not port.isdigit():
        host, port = settings.QONYS_CLAMD, str(PORT)
    if not host:
        raise ImproperlyConfigured(f"QONYS_CLAMD is host:port, such as 127.0.0.1:{PORT}.")
    return Clamd(host.strip("[]"), int(port))


def ask(found: Scanner, file: Path) -> Verdict:
    with file.open("rb") as content:
        return found.scan(content)


def _judged(answer: bytes) -> Verdict:
    words = answer.rstrip(b"\0\n")
    if words.endswith(b" FOUND"):
        return Verdict.INFECTED
    return Verdict.CLEAN if words == b"stream: OK" else Verdict.AWAY
