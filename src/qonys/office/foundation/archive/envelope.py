"""Encryption of a backup, by the age format (age-encryption.org) through the library pyrage.

age encrypts a stream for a key pair, and a few bytes for a passphrase. So every backup has a key pair of its own: the
private key, locked with the passphrase, stands in front; the rest is encrypted for the public one. Both parts can be
opened with the program `age`, without Qonys.

    qonys-archive-1 sealed LENGTH\\n   LENGTH bytes: the locked key   then: the encrypted tar.zst
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage

from qonys.office.foundation.archive.refusals import ArchiveRefused, DamagedArchive, WrongPassphrase

MARK = b"qonys-archive-1 sealed "
TURNS = 10


@contextmanager
def locked(target: BinaryIO, passphrase: str) -> Iterator[BinaryIO]:
    """A stream to write to; what arrives in `target` is encrypted. Without a passphrase: as it is."""
    if not passphrase:
        yield target
        return
    identity = pyrage.x25519.Identity.generate()
    key = pyrage.passphrase.encrypt(str(identity).encode("ascii"), passphrase)
    target.write(MARK + f"{len(key)}\n".encode("ascii") + key)
    reading, writing = _pipe()
    with _pumped(lambda: pyrage.encrypt_io(reading, target, [identity.to_public()]), theirs=reading, ours=writing):
        yield writing


@contextmanager
def unlocked(source: BinaryIO, passphrase: str) -> Iterator[BinaryIO]:
    """The stream as it was before it was encrypted. Raises WrongPassphrase, DamagedArchive."""
    if not _is_locked(source):
        yield source
        return
    identity = _identity(source, passphrase)
    reading, writing = _pipe()
    try:
        with _pumped(lambda: pyrage.decrypt_io(source, writing, [identity]), theirs=writing, ours=reading):
            yield reading
    except pyrage.DecryptError:
        raise DamagedArchive("The encrypted backup is cut off or was altered. Take another copy of it.") from None


def needs_words(file: Path) -> bool:
    """Is this backup encrypted? A file that is not there is left to who reads it."""
    if not file.is_file():
        return False
    with file.open("rb") as source:
        return _is_locked(source)


def _identity(source: BinaryIO, passphrase: str) -> pyrage.x25519.Identity:
    try:
        length = int(source.readline(20))
    except ValueError:
        raise DamagedArchive("The head of the encrypted backup was altered.") from None
    if not passphrase:
        raise WrongPassphrase("The backup is encrypted: give the passphrase it was made with.")
    return pyrage.x25519.Identity.from_str(_opened(source.read(length), passphrase).decode("ascii"))


def _opened(key: bytes, passphrase: str) -> bytes:
    """age takes a second to lock a key, and none that would take it a minute to open; how quick the machine is, it
    measures in a moment. On a busy one that moment misleads, and so it is asked again."""
    for _turn in range(TURNS):
        try:
            return bytes(pyrage.passphrase.decrypt(key, passphrase))
        except pyrage.DecryptError as refusal:
            if "Excessive work" not in str(refusal):
                raise WrongPassphrase("The passphrase does not open this backup, or its head was altered.") from None
    raise ArchiveRefused("This machine is too busy, or too slow, to open the backup. Try again later, or on another.")


def _is_locked(source: BinaryIO) -> bool:
    if source.read(len(MARK)) == MARK:
        return True
    source.seek(0)
    return False


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


@contextmanager
def _pumped(work: Callable[[], None], *, theirs: BinaryIO, ours: BinaryIO) -> Iterator[None]:
    """`work` goes on in a thread at one end of a pipe while the block uses the other."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with theirs:
                work()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, name="age")
    thread.start()
    try:
        try:
            yield
        finally:
            try:
                ours.close()
            finally:
                thread.join()
    except BrokenPipeError as broken:  # the other end gave up first, and knows why
        raise (failed or [broken])[0] from None
    if failed:
        raise failed[0]
