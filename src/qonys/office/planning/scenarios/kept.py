"""What this room keeps: immutable folders with a manifest, as the pages see them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from qonys.engines.vocabulary.errors import DamagedRun
from qonys.office.planning.forecasts.runs import MANIFEST, Run


@dataclass(frozen=True)
class Kept:
    """One finished computation. Two of them can be set side by side when they share their futures."""

    id: str
    folder: Path
    country: str
    created: datetime
    author: str
    code_version: str
    seed: int
    trajectories: int
    first_year: int  # the base
    last_year: int  # stocks are known to 1 January of this year
    horizon: int  # of the forecast whose futures it shares
    inputs: tuple[tuple[str, str], ...] = field(compare=False, repr=False)  # path and SHA-256

    @classmethod
    def told(cls, folder: Path, manifest: dict[str, Any]) -> Self:
        return cls(**told_of_all(folder, manifest))

    def document(self, name: str) -> dict[str, Any]:
        """One of its JSON files."""
        try:
            found: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DamagedRun(f"{self.id}: {name} cannot be read ({error}). Move the folder away.") from error
        return found

    def files(self) -> tuple[Path, ...]:
        return tuple(sorted(path for path in self.folder.iterdir() if path.is_file() and path.name[0] != "."))

    def apart(self, other: Kept | Run) -> tuple[str, ...]:
        """What keeps it from being compared with another: none when both share every draw of chance."""
        horizon = other.horizon if isinstance(other, Kept) else other.last_year
        inputs = other.inputs if isinstance(other, Kept) else hashes(other.inputs)
        differ = {
            "country": self.country != other.country,
            "seed": self.seed != other.seed,
            "trajectories": self.trajectories != other.trajectories,
            "horizon": self.horizon != horizon,
            "code": self.code_version != other.code_version,
            "figures": set(self.inputs) != set(inputs),
        }
        return tuple(name for name, does in differ.items() if does)


def told_of_all(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """What every manifest of this room tells."""
    plain = ("country", "author", "code_version", "seed", "trajectories", "first_year", "last_year", "horizon")
    return {
        "id": folder.name,
        "folder": folder,
        "created": datetime.fromisoformat(manifest["created_at"]),
        "inputs": hashes(manifest["inputs"]),
        **{name: manifest[name] for name in plain},
    }


def hashes(inputs: Any) -> tuple[tuple[str, str], ...]:
    return tuple((file["path"], file["sha256"]) for file in inputs)


def complete(name: str, kind: type[Kept]) -> Iterator[Any]:
    """Everything complete in a folder of the home, newest first."""
    place = Path(settings.QONYS_HOME) / name
    if not place.is_dir():
        return
    manifests = [path / MANIFEST for path in place.iterdir() if path.is_dir() and path.name[0] not in "._"]
    found = [_read(str(path), path.stat().st_mtime_ns, kind) for path in manifests if path.is_file()]
    yield from sorted(found, key=lambda kept: (kept.created, kept.id), reverse=True)


@lru_cache(maxsize=256)
def _read(manifest: str, changed: int, kind: type[Kept]) -> Kept:
    """`changed` is part of the key only, so that a replaced folder is read anew."""
    path = Path(manifest)
    try:
        return kind.told(path.parent, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedRun(f"{path}: the manifest cannot be read ({error!r}). Move the folder away.") from error
