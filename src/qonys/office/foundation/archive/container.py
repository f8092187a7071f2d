"""The file itself: a tar of members, compressed with Zstandard, written and read in one pass without anything on disk
in between.

Members come in this order: `head.json`; blocks of rows, `tables/<table>/<number>.jsonl`; files, `files/...`; and
`manifest.json`, which holds the SHA-256 of every other member. Any `tar --zstd` opens it.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

import zstandard

from qonys.office.foundation.archive.refusals import DamagedArchive

HEAD, RUNS, MANIFEST = "head.json", "runs.json", "manifest.json"
LEVEL = 6
PIECE = 1 << 20
UNREADABLE = (tarfile.TarError, zstandard.ZstdError, EOFError)


@dataclass
class Packer:
    """Writes members and remembers their hashes."""

    tar: tarfile.TarFile
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> None:
        self._add(name, io.BytesIO(content), len(content))

    def add_document(self, name: str, document: Any) -> None:
        self.add(name, (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._add(name, file, path.stat().st_size)

    def _add(self, name: str, content: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        reading = Hashing(content)
        self.tar.addfile(member, reading)
        self.hashes[name] = reading.digest


@dataclass
class Hashing:
    """A stream that is hashed while it is read."""

    content: IO[bytes]
    sha256: Any = field(default_factory=hashlib.sha256)

    def read(self, size: int = -1) -> bytes:
        piece = self.content.read(size)
        self.sha256.update(piece)
        return piece

    @property
    def digest(self) -> str:
        return str(self.sha256.hexdigest())


@dataclass(frozen=True)
class Member:
    name: str
    content: Hashing

    def document(self) -> Any:
        return json.loads(self.content.read())

    def lines(self) -> list[str]:
        return self.content.read().decode("utf-8").split("\n")[:-1]  # splitlines would split within texts too

    def pieces(self) -> Iterator[bytes]:
        while piece := self.content.read(PIECE):
            yield piece


@contextmanager
def packing(sink: BinaryIO) -> Iterator[Packer]:
    with (
        zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).stream_writer(sink, closefd=False) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", bufsize=PIECE) as tar,
    ):
        yield Packer(tar)


def members(source: BinaryIO) -> Iterator[Member]:
    """Every member in order, the manifest last, when all hashes have been compared. Raises DamagedArchive or, while a
    member is read, one of UNREADABLE."""
    found: dict[str, str] = {}
    with zstandard.ZstdDecompressor().stream_reader(source, closefd=False) as plain:
        for member in _unpacked(plain):
            if member.name == MANIFEST:
                written = member.content.read()
                _compare(json.loads(written), found)
                yield Member(MANIFEST, Hashing(io.BytesIO(written)))
                break
            yield member
            for _ in member.pieces():
                pass  # what nobody wanted is hashed too
            found[member.name] = member.content.digest
        else:
            raise DamagedArchive("The backup is cut off: its list of contents is missing.")
        while plain.read(PIECE):
            pass  # to the very end, so that its checksum is looked at


def _unpacked(plain: Any) -> Iterator[Member]:
    with tarfile.open(fileobj=plain, mode="r|", bufsize=PIECE) as tar:
        for info in tar:
            content = tar.extractfile(info)
            parts = PurePosixPath(info.name).parts
            if content is None or info.name.startswith("/") or ".." in parts:
                raise DamagedArchive(f"{info.name!r} has no place in a backup.")
            yield Member(info.name, Hashing(content))


def _compare(manifest: Any, found: dict[str, str]) -> None:
    told = manifest["sha256"]
    differing = sorted(name for name in {*told, *found} if told.get(name) != found.get(name))
    if differing:
        raise DamagedArchive(f"{differing[0]} is not what was kept ({len(differing)} such members).")
