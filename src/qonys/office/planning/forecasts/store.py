"""Writing a run: an immutable folder that appears whole or not at all.

Everything is written under a hidden name beside its place and moved there by one rename; the manifest, with the hash
of every input and output, comes last. Same plan, same figures, same code: the same bytes in every Parquet file.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from qonys.engines.vocabulary.errors import BadInput, DamagedRun
from qonys.office.planning.forecasts.guide import guide

MANIFEST = "manifest.json"
_UNFINISHED = "."


@contextmanager
def new_run(target: Path) -> Iterator[Path]:
    """A folder to write a run into. On success it becomes `target`; on any failure, Ctrl-C too, it is gone.

    Raises BadInput if something is there already: a run never takes the place of anything.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadInput("something is there already.", where=str(target), remedy="Name a new folder, or empty this one.")
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.with_name(f"{_UNFINISHED}{target.name}")
    folder.mkdir()
    try:
        yield folder
        if target.is_dir():
            target.rmdir()
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def write_table(folder: Path, name: str, table: pl.DataFrame) -> None:
    """`name`.parquet, compressed. What was published keeps every digit; what is forecast comes in 32 bits."""
    table.write_parquet(folder / f"{name}.parquet", compression="zstd", statistics=True)


def write_document(folder: Path, name: str, document: Mapping[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / name).write_text(text + "\n", encoding="utf-8")


def write_guide(folder: Path, told: Mapping[str, Any]) -> None:
    """README.md, from what lies in the folder now."""
    columns = {path.stem: list(pl.read_parquet_schema(path)) for path in sorted(folder.glob("*.parquet"))}
    (folder / "README.md").write_text(guide(folder, told, columns), encoding="utf-8")


def write_manifest(folder: Path, told: Mapping[str, Any]) -> None:
    """Seal the run: what was told, and the hash of every file now in the folder."""
    outputs = [_described(path) for path in sorted(folder.iterdir())]
    write_document(folder, MANIFEST, {**told, "outputs": outputs})


def verify(folder: Path) -> None:
    """Raises DamagedRun if a file of the run is missing, altered or not its own."""
    if not (folder / MANIFEST).is_file():
        raise DamagedRun(f"{folder}: there is no {MANIFEST}: the run was never finished. Move the folder away.")
    try:
        promised = {
            entry["path"]: entry["sha256"] for entry in json.loads((folder / MANIFEST).read_text("utf-8"))["outputs"]
        }
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedRun(f"{folder / MANIFEST} cannot be read ({error}). Move the folder away.") from error
    for name, digest in promised.items():
        if not (folder / name).is_file():
            raise DamagedRun(f"{folder}: {name} is missing. Make the forecast again; the other files are untouched.")
        if sha256(folder / name) != digest:
            raise DamagedRun(f"{folder}: {name} was altered after it was written. Make the forecast again.")
    for path in folder.iterdir():
        if path.name not in promised and path.name != MANIFEST:
            raise DamagedRun(f"{folder}: {path.name} is not one of the run's files. Move it away.")


def remove_unfinished(runs: Path, older_than_seconds: float = 24 * 3600) -> None:
    """Folders a killed process left behind; those of a run still going on are younger."""
    if not runs.is_dir():
        return
    now = datetime.now(UTC).timestamp()
    for folder in runs.glob(f"{_UNFINISHED}*"):
        if folder.is_dir() and now - folder.stat().st_mtime > older_than_seconds:
            shutil.rmtree(folder, ignore_errors=True)


def sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _described(path: Path) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": path.name, "sha256": sha256(path)}
    if path.suffix == ".parquet":
        entry["rows"] = pl.scan_parquet(path).select(pl.len()).collect().item()
    return entry
