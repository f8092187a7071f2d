"""Backup: one file of everything that cannot be computed again, taken while people work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.db import connections

from qonys import __version__
from qonys.office.foundation.archive import container, envelope, folders, keys, schema
from qonys.office.foundation.archive.container import Packer
from qonys.office.foundation.archive.databases import snapshot
from qonys.office.foundation.archive.refusals import NotEmpty
from qonys.office.foundation.archive.rows import Table, Tally, every_table
from qonys.office.foundation.journal.models import Entry, Seal

FORMAT = "qonys-archive-1"
BLOCK = 4 << 20  # letters of rows in one member: what is held in memory
LEFT_OUT = ("sessions.Session", "jobs.Worker")  # who was signed in signs in again; who worked shows life again
SECRETS = ("SECRET", "TOKEN", "PASSWORD", "KEY", "URL")
Told = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True)
class Kept:
    file: Path
    rows: int
    tables: int
    files: int
    seal: str  # hash of the newest seal; "" when nothing was sealed yet
    not_kept: tuple[str, ...]  # tables without a model


def back_up(
    file: Path, home: Path, *, settings: Mapping[str, str], passphrase: str, with_runs: bool, told: Told
) -> Kept:
    """Write the backup. It appears whole or not at all, for its owner alone."""
    tables = [table for table in every_table(apps) if table.label not in LEFT_OUT]
    with _new_file(file) as target, envelope.locked(target, passphrase) as sink, container.packing(sink) as packer:
        with snapshot() as moment:
            packer.add_document(container.HEAD, _head(tables, moment, settings, with_runs))
            tallies = {table.label: _add_table(packer, table, moment, told) for table in tables}
            ends = _ends(tables, moment)
            not_kept = tuple(schema.without_model(moment))
        count = _add_files(packer, home, with_runs, told)
        packer.add_document(container.RUNS, folders.runs(home))
        packer.add_document(container.MANIFEST, _manifest(tallies, packer) | ends)
    rows = sum(each.rows for each in tallies.values())
    return Kept(file, rows, len(tables), count, ends["seal"], not_kept)


def blocks(table: Table, database: str) -> Iterator[list[str]]:
    """The lines of a table, some megabytes at a time."""
    block: list[str] = []
    size = 0
    for line in table.lines(database):
        block.append(line)
        size += len(line)
        if size > BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def told_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The office's settings, without those that hold or may hold a secret."""
    ours = {name: value for name, value in sorted(environment.items()) if name.startswith("QONYS_")}
    return {name: value for name, value in ours.items() if not _may_be_secret(name, value)}


def _may_be_secret(name: str, value: str) -> bool:
    return any(word in name for word in SECRETS) or ("://" in value and "@" in value)  # smtp://user:password@host


def _head(tables: list[Table], moment: str, settings: Mapping[str, str], with_runs: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "qonys": __version__,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": connections[moment].vendor,
        "migrations": schema.state(moment),
        "tables": {table.label: table.columns for table in tables},
        "settings": dict(settings),
        "with_runs": with_runs,
    }


def _add_table(packer: Packer, table: Table, moment: str, told: Told) -> Tally:
    done, total = Tally(), table.count(moment)
    told(table.label, 0, total)
    for number, block in enumerate(blocks(table, moment), 1):
        for line in block:
            done.add(line)
        packer.add(f"tables/{table.label}/{number:06}.jsonl", ("\n".join(block) + "\n").encode("utf-8"))
        told(table.label, done.rows, total)
    return done


def _add_files(packer: Packer, home: Path, with_runs: bool, told: Told) -> int:
    found = list(folders.files(home, *(folders.PARTS if with_runs else folders.KEPT)))
    for count, (name, path) in enumerate(found, 1):
        packer.add_file(name, path)
        told("files", count, len(found))
    return len(found)


def _ends(tables: list[Table], moment: str) -> dict[str, Any]:
    newest = Seal.objects.using(moment).order_by("number").last()
    return {
        "last_keys": keys.last_given(tables, moment),
        "seal": newest.hash if newest else "",
        "entries": Entry.objects.using(moment).count(),
    }


def _manifest(tallies: Mapping[str, Tally], packer: Packer) -> dict[str, Any]:
    counted = {label: {"rows": each.rows, "digest": each.digest} for label, each in tallies.items()}
    return {"tables": counted, "sha256": packer.hashes}


@contextmanager
def _new_file(file: Path) -> Iterator[BinaryIO]:
    if file.exists():
        raise NotEmpty(f"{file} is there already. A backup takes the place of nothing: name another file.")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
