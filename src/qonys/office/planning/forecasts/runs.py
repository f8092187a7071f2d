"""The runs on disk as the pages see them: what is complete, what is newest, what a manifest says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from qonys.engines.vocabulary.errors import DamagedRun, UnknownRun
from qonys.engines.vocabulary.territory import Names

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Run:
    """One complete forecast. Base stock: 1 January `first_year`; last stock: 1 January `last_year`."""

    id: str
    folder: Path
    country: str
    title: Names
    created: datetime
    author: str
    code_version: str
    seed: int
    trajectories: int
    first_year: int
    last_year: int
    scenario: str
    seconds: float
    inputs: tuple[dict[str, Any], ...] = field(compare=False)  # the id says it all; runs never change
    outputs: tuple[dict[str, Any], ...] = field(compare=False)
    settings: Mapping[str, Any] = field(compare=False)
    published_until: date | None = None  # the day the newest of its figures came out

    @property
    def fingerprint(self) -> str:
        """Figures, code and settings in twelve letters: runs that share it hold the same bytes."""
        asked = (self.country, self.seed, self.trajectories, self.first_year, self.last_year, self.scenario)
        stood_on = sorted((file["path"], file["sha256"]) for file in self.inputs)
        told = json.dumps([self.code_version, asked, dict(self.settings), stood_on], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def file(self, name: str) -> Path:
        """A file of this run by its name; raises UnknownRun for anything that is not one."""
        for path in self.files():
            if path.name == name:
                return path
        raise UnknownRun(f"Run {self.id} has no file {name!r}.")

    def files(self) -> tuple[Path, ...]:
        return tuple(sorted(path for path in self.folder.iterdir() if path.is_file() and path.name[0] != "."))

    def holds(self, table: str) -> bool:
        """Whether the run has this table: one that ends with the forecast has none of planning's."""
        return (self.folder / f"{table}.parquet").is_file()

    def document(self, name: str) -> dict[str, Any]:
        """One of the run's JSON files."""
        try:
            found: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DamagedRun(f"Run {self.id}: {name} cannot be read ({error}). Make the forecast again.") from error
        return found


def folder() -> Path:
    return Path(settings.QONYS_HOME) / "runs"


def complete(where: Path | None = None) -> tuple[Run, ...]:
    """All complete runs, newest first. A folder without a manifest is still being written, or was given up."""
    place = where or folder()
    if not place.is_dir():
        return ()
    manifests = (path / MANIFEST for path in place.iterdir() if path.is_dir() and path.name[0] not in "._")
    found = [_read(str(path), path.stat().st_mtime_ns) for path in manifests if path.is_file()]
    return tuple(sorted(found, key=lambda run: (run.created, run.id), reverse=True))


def latest() -> Run | None:
    """The newest complete run of the country this office serves."""
    country = _served(settings.QONYS_COUNTRY)
    return next((run for run in complete() if run.country == country), None)


def find(run_id: str) -> Run:
    for run in complete():
        if run.id == run_id:
            return run
    raise UnknownRun(f"There is no run {run_id!r} in {folder()}. See `qonys runs list`.")


def named(text: str) -> Run:
    """A run by its id, or by the path of its folder wherever that lies."""
    manifest = Path(text) / MANIFEST
    return _read(str(manifest), manifest.stat().st_mtime_ns) if manifest.is_file() else find(text)


def before(run: Run, where: Path | None = None) -> Run | None:
    """The newest run of the same country and scenario that was made before this one; `where`: among these runs."""
    same = (each for each in complete(where) if (each.country, each.scenario) == (run.country, run.scenario))
    return next((each for each in same if (each.created, each.id) < (run.created, run.id)), None)


@cache
def _served(country: str) -> str:
    """The code runs are filed under: the setting itself ("kz"), or that of the pack in the folder it names."""
    territories = Path(country) / "territories.yaml"
    if not territories.is_file():
        return country
    code: str = yaml.safe_load(territories.read_text(encoding="utf-8"))["nation"]["code"]
    return code.lower()


@lru_cache(maxsize=64)
def _read(manifest: str, changed: int) -> Run:
    """`changed` is part of the key only, so that a replaced folder is read anew."""
    path = Path(manifest)
    try:
        return described(path.parent, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedRun(f"{path}: the manifest cannot be read ({error!r}). Move the folder away.") from error


def described(folder: Path, told: Mapping[str, Any]) -> Run:
    """A run from what its manifest tells."""
    until = told.get("published_until")
    return Run(
        id=told["run"],
        folder=folder,
        country=told["country"],
        title=Names(**told["title"]),
        created=datetime.fromisoformat(told["created_at"]),
        author=told["author"],
        code_version=told["code_version"],
        seed=told["seed"],
        trajectories=told["trajectories"],
        first_year=told["first_year"],
        last_year=told["last_year"],
        scenario=told["scenario"],
        seconds=float(told.get("seconds") or 0.0),
        inputs=tuple(told["inputs"]),
        outputs=tuple(told["outputs"]),
        settings=told.get("settings") or {},
        published_until=date.fromisoformat(until) if until else None,
    )
