"""Restore: read a backup once, from its first byte to its last, and put everything in its place only if all is well."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from qonys.office.foundation.archive import container, envelope, filling, folders, keys, schema
from qonys.office.foundation.archive.container import Member
from qonys.office.foundation.archive.databases import Configuration, built, here, is_empty
from qonys.office.foundation.archive.keeping import FORMAT, Told
from qonys.office.foundation.archive.refusals import DamagedArchive, NotEmpty, StillRunning
from qonys.office.foundation.archive.rows import Table, Tally
from qonys.office.foundation.jobs import presence
from qonys.office.foundation.jobs.models import Worker
from qonys.office.foundation.journal.verification import Report, verify


@dataclass
class Reading:
    """What was met so far on the way through a backup."""

    head: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    files: int = 0
    runs: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tallies.values())


@dataclass(frozen=True)
class Restored:
    reading: Reading
    journal: Report
    folders: tuple[str, ...]
    replaced: Path | None  # where the old database file and files lie now


def check(file: Path, *, passphrase: str) -> Reading:
    """Read all of a backup and compare every hash and every count; nothing is written."""
    with _opened(file, passphrase) as source:
        reading = Reading()
        for member in _told_members(source, reading):
            if table := _table_of(member, reading):
                for line in member.lines():
                    reading.tallies[table].add(line)
        return _agreed(reading)


def restore(file: Path, home: Path, *, passphrase: str, over: bool, told: Told) -> Restored:
    """Bring back the database and the files. Raises before anything is changed, or leaves all as it was."""
    configuration = here()
    _refuse(configuration, home, over)
    replaced = home / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S}" if over else None
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(file, passphrase) as source, _draft(home) as draft:
        with built(configuration, replaced):
            reading, journal = _take_in(source, draft, told)
        moved = folders.take_over(draft, home, replaced)
    return Restored(reading, journal, tuple(moved), replaced if replaced and replaced.exists() else None)


def _take_in(source: BinaryIO, draft: Path, told: Told) -> tuple[Reading, Report]:
    """Rows into the database we stand on, files into the draft; verified before either is seen by anybody."""
    reading = Reading()
    follow = _told_members(source, reading)
    first = next(follow, None)  # with it the head was read
    if first is None:
        raise DamagedArchive("There is not a single row in this backup.")
    tables = schema.emptied(schema.bring_to([(app, name) for app, name in reading.head["migrations"]]))
    with transaction.atomic(), schema.deferred():
        for member in chain([first], follow):
            _take(member, tables, reading, draft, told)
        _agreed(reading)
        keys.go_on_from(reading.manifest["last_keys"], list(tables.values()), DEFAULT_DB_ALIAS)
    journal = verify([reading.manifest["seal"]] if reading.manifest["seal"] else [])
    if journal.broken:
        raise DamagedArchive(f"The journal in the backup is not as it was written: {journal.broken[0]}")
    return reading, journal


def _take(member: Member, tables: Mapping[str, Table], reading: Reading, draft: Path, told: Told) -> None:
    if label := _table_of(member, reading):
        lines = member.lines()
        filling.fill(_in_order(tables.get(label), label, tuple(reading.head["tables"][label])), lines)
        for line in lines:
            reading.tallies[label].add(line)
        told(label, reading.tallies[label].rows, 0)
    elif member.name.partition("/")[0] in folders.PARTS:
        folders.unpack(member, draft)
        told("files", reading.files, 0)


def _in_order(table: Table | None, label: str, columns: tuple[str, ...]) -> Table:
    """Migrations add columns in another order than the model names them."""
    if table is None or sorted(table.columns) != sorted(columns):
        raise DamagedArchive(f"{label} has other columns in the backup than its migrations make.")
    return replace(table, order=columns)


def _told_members(source: BinaryIO, reading: Reading) -> Iterator[Member]:
    """Members with rows or files; those that tell of the others are read on the way."""
    for place, member in enumerate(container.members(source)):
        if (place == 0) != (member.name == container.HEAD):
            raise DamagedArchive("This is no backup of Qonys: it does not begin with its head.")
        if member.name == container.HEAD:
            reading.head = member.document()
            if reading.head.get("format") != FORMAT:
                raise DamagedArchive(f"The backup is of another kind: {reading.head.get('format')!r}.")
            reading.tallies = {label: Tally() for label in reading.head["tables"]}
        elif member.name == container.MANIFEST:
            reading.manifest = member.document()
        elif member.name == container.RUNS:
            reading.runs = member.document()
        else:
            reading.files += member.name.partition("/")[0] in folders.PARTS
            yield member


def _table_of(member: Member, reading: Reading) -> str | None:
    kind, _, rest = member.name.partition("/")
    label = rest.rpartition("/")[0]
    if kind != "tables":
        return None
    if label not in reading.tallies:
        raise DamagedArchive(f"The backup holds rows of {label!r}, which its head does not name.")
    return label


def _agreed(reading: Reading) -> Reading:
    """Counts and digests of all tables are those that were written down."""
    for label, told in reading.manifest["tables"].items():
        found = reading.tallies.get(label, Tally())
        if (found.rows, found.digest) != (told["rows"], told["digest"]):
            raise DamagedArchive(
                f"{label}: {found.rows} rows came out of the backup, {told['rows']} other ones went in."
            )
    return reading


def _refuse(configuration: Configuration, home: Path, over: bool) -> None:
    empty = is_empty(configuration)
    if not over and not (empty and folders.is_empty(home)):
        raise NotEmpty(
            f"{home} already holds an office. Restore into an empty QONYS_HOME (and an empty database), or say "
            "--replace: the old database file and files are then moved aside, tables of PostgreSQL are dropped."
        )
    if not empty and (alive := _workers()):
        raise StillRunning(
            f"A worker is at work here ({alive[0]}). Stop the service first; after a crash wait a minute."
        )


def _workers() -> list[Worker]:
    """Who is at work; a database of an older Qonys, or of none, does not know."""
    there = Worker._meta.db_table in connection.introspection.table_names()
    return presence.alive() if there else []


@contextmanager
def _opened(file: Path, passphrase: str) -> Iterator[BinaryIO]:
    if not file.is_file():
        raise DamagedArchive(f"{file}: there is no such file.")
    try:
        with file.open("rb") as source, envelope.unlocked(source, passphrase) as plain:
            yield plain
    except (*container.UNREADABLE, ValueError) as error:  # the last: what should be JSON in UTF-8 and is not
        raise DamagedArchive(f"This is no backup, or it is cut off or altered ({error}). Take another copy.") from error


@contextmanager
def _draft(home: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=home))  # 0700, and on the disk where it will lie
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
