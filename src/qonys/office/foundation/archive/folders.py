"""Files beside the database: which belong to a backup, and how they come back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from qonys.office.foundation.archive.container import Member

KEPT = ("files", "figures")  # what people handed in, and what the registers counted when they were asked
UNFINISHED = "drafts"  # of uploads
COMPUTED = ("runs", "comparisons", "goals")  # can be made again from figures, code and seed; large
PARTS = (*KEPT, *COMPUTED)


def files(home: Path, *names: str) -> Iterator[tuple[str, Path]]:
    """Name in the archive and path; what is hidden is unfinished."""
    for name in names:
        for path in sorted((home / name).rglob("*")):
            inside = path.relative_to(home)
            if path.is_file() and not any(part.startswith(".") or part == UNFINISHED for part in inside.parts):
                yield inside.as_posix(), path


def runs(home: Path) -> dict[str, str]:
    """Every complete run with the hash of its manifest, which names the hash of everything in it."""
    found = sorted((home / "runs").glob("[!.]*/manifest.json"))
    return {path.parent.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def unpack(member: Member, folder: Path) -> None:
    """Write a file below `folder`, for its owner alone."""
    target = folder / member.name
    for each in reversed([*target.relative_to(folder).parents][:-1]):
        (folder / each).mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in member.pieces():
            file.write(piece)


def take_over(draft: Path, home: Path, replaced: Path | None) -> list[str]:
    """Move what was unpacked to its place. Runs that are there already stay: the same name is the same run."""
    moved = []
    for name in (each for each in PARTS if (draft / each).is_dir()):
        place = home / name
        if name in KEPT:
            if place.exists() and replaced is not None:
                replaced.mkdir(mode=0o700, exist_ok=True)
                place.replace(replaced / name)
            (draft / name).replace(place)
        else:
            place.mkdir(exist_ok=True)
            for each in (draft / name).iterdir():
                if not (place / each.name).exists():
                    each.replace(place / each.name)
        moved.append(name)
    return moved


def is_empty(home: Path) -> bool:
    """Nobody's files are there yet."""
    return not any(path.is_file() for name in KEPT for path in (home / name).rglob("*"))
