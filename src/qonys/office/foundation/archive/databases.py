"""Standing on another database for a while, and looking at one as it was at a single moment."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from qonys.office.foundation.archive.refusals import NotEmpty

SNAPSHOT = "snapshot"
Configuration = dict[str, Any]  # one entry of settings.DATABASES


def here() -> Configuration:
    """The configuration of the office's own database."""
    return copy.deepcopy(connections.databases[DEFAULT_DB_ALIAS])


def is_file(configuration: Configuration) -> bool:
    return str(configuration["ENGINE"]).endswith("sqlite3")


@contextmanager
def standing_on(configuration: Configuration) -> Iterator[None]:
    """Everything that uses the office's database uses this one."""
    before = connections.databases[DEFAULT_DB_ALIAS]
    _replace(connections.configure_settings({DEFAULT_DB_ALIAS: dict(configuration)})[DEFAULT_DB_ALIAS])
    try:
        yield
    finally:
        _replace(before)


@contextmanager
def snapshot() -> Iterator[str]:
    """A second connection that sees one moment, while others go on writing; yields its name."""
    configuration = here() | {"CONN_MAX_AGE": 0}
    if is_file(configuration):
        # A reader: IMMEDIATE, which writers want, would keep all others out for as long as this takes.
        configuration["OPTIONS"] = configuration["OPTIONS"] | {"transaction_mode": "DEFERRED"}
    connections.databases[SNAPSHOT] = configuration
    try:
        with transaction.atomic(using=SNAPSHOT):
            _hold_the_moment()
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


@contextmanager
def built(configuration: Configuration, replaced: Path | None) -> Iterator[None]:
    """Stand on a new, empty database, which takes its place only when all went well.

    A file is written beside its place; PostgreSQL gets one transaction. What was there is moved to the folder
    `replaced` (a file) or dropped (tables); without such a folder nothing may be there.
    """
    if replaced is None and not is_empty(configuration):
        raise NotEmpty("There is already a database with tables. Choose an empty one.")
    if is_file(configuration):
        with _built_file(Path(configuration["NAME"]), configuration, replaced):
            yield
        return
    with standing_on(configuration), transaction.atomic():
        _drop_tables()
        yield


def is_empty(configuration: Configuration) -> bool:
    """No file yet, or no table in it."""
    if is_file(configuration) and not Path(configuration["NAME"]).exists():
        return True
    with standing_on(configuration):
        return not connection.introspection.table_names()


def beside(database: Path) -> list[Path]:
    """A database file with what SQLite keeps next to it."""
    return [database, database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm")]


@contextmanager
def _built_file(place: Path, configuration: Configuration, replaced: Path | None) -> Iterator[None]:
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    try:
        with standing_on(configuration | {"NAME": draft}):
            yield
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _step_aside(place, replaced)
        draft.replace(place)
    finally:
        for each in beside(draft):
            each.unlink(missing_ok=True)


def _step_aside(place: Path, replaced: Path | None) -> None:
    """The old database and its log move together: a log beside another file would be played into it."""
    for each in beside(place):
        if each.exists():
            if replaced is None:
                raise NotEmpty(f"{each} appeared meanwhile. Stop the service and try again.")
            replaced.mkdir(mode=0o700, parents=True, exist_ok=True)
            each.replace(replaced / each.name)


def _drop_tables() -> None:
    """Those of the office; what others keep in the same database is theirs."""
    quote = connection.ops.quote_name
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    names = ", ".join(quote(name) for name in sorted(ours & set(connection.introspection.table_names())))
    if names:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {names} CASCADE")


def _hold_the_moment() -> None:
    with connections[SNAPSHOT].cursor() as cursor:
        if connections[SNAPSHOT].vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT count(*) FROM django_migrations")  # the moment is that of the first question


def _replace(configuration: Configuration) -> None:
    connections[DEFAULT_DB_ALIAS].close()
    del connections[DEFAULT_DB_ALIAS]
    connections.databases[DEFAULT_DB_ALIAS] = configuration
