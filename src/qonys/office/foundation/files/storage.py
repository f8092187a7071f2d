"""Where contents lie: QONYS_HOME/files/<two letters of the digest>/<digest>-<number>.

Each file has its own copy, even of the same bytes: it can be erased without asking who else handed in the same. The
digest in the name tells what should be in it, even to somebody who has only the disk. Contents appear whole or not at
all: they are written beside, forced to the disk, and renamed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

DRAFTS = "drafts"
PIECE = 65_536


@dataclass(frozen=True)
class Written:
    size: int
    sha256: str


def folder() -> Path:
    return Path(settings.QONYS_HOME) / "files"


def path(number: UUID, sha256: str) -> Path:
    return folder() / sha256[:2] / f"{sha256}-{number.hex}"


def write(number: UUID, pieces: Iterable[bytes]) -> Written:
    """Write a content; whatever happens on the way, no part of it stays. Passes on what `pieces` or the disk raise."""
    draft = _made(folder() / DRAFTS) / number.hex
    digest, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
        written = Written(size, digest.hexdigest())
        target = path(number, written.sha256)
        _made(target.parent)
        draft.replace(target)
        _settle(target.parent)
        _settle(folder())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return written


def remove(number: UUID, sha256: str) -> None:
    path(number, sha256).unlink(missing_ok=True)


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def drafts(older_than: float) -> Iterator[Path]:
    """Drafts that were begun more than that many seconds ago: whoever wrote them is gone."""
    return _older(folder() / DRAFTS, older_than)


def contents(older_than: float) -> Iterator[tuple[UUID, Path]]:
    """Contents that lie there longer than that many seconds, with their numbers."""
    for place in sorted(folder().glob("??")):
        for file in _older(place, older_than):
            try:
                yield UUID(file.name.partition("-")[2]), file
            except ValueError:
                continue  # not ours


def _older(place: Path, seconds: float) -> Iterator[Path]:
    limit = time.time() - seconds
    if not place.is_dir():
        return
    with os.scandir(place) as entries:
        for entry in entries:
            try:
                if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < limit:
                    yield Path(entry.path)
            except FileNotFoundError:
                continue  # another was quicker


def _made(place: Path) -> Path:
    """For the office alone: nobody else on this machine reads what people hand in."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    place.mkdir(exist_ok=True, mode=0o700)
    return place


def _settle(place: Path) -> None:
    """A rename is on the disk only when its folder is."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
