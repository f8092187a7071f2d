"""The state of the tables: how far migrations went, and bringing an empty database to exactly that state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from qonys.office.foundation.archive.refusals import UnknownSchema
from qonys.office.foundation.archive.rows import Table, every_table

State = tuple[str, str]  # app and newest migration


def state(database: str) -> list[State]:
    """The newest migration of every app. Raises UnknownSchema unless all of this program's are applied."""
    executor = MigrationExecutor(connections[database])
    ends = sorted(executor.loader.graph.leaf_nodes())
    if waiting := executor.migration_plan(ends):
        first = waiting[0][0]
        raise UnknownSchema(
            f"The database is not up to date: {first.app_label}.{first.name} is missing. Run `qonys manage migrate`."
        )
    return ends


def bring_to(wanted: Iterable[State]) -> Apps:
    """Migrate the office's empty database to that state; returns the models as they were then."""
    executor = MigrationExecutor(connection)
    ends = [(app, name) for app, name in wanted]
    unknown = [end for end in ends if end not in executor.loader.graph.nodes]
    if unknown:
        raise UnknownSchema(
            f"The backup was made by another version of Qonys: this one knows no migration {'.'.join(unknown[0])}. "
            "Install that version or a newer one."
        )
    _check_constraints("IMMEDIATE")  # within one transaction a table with checks still waiting cannot be altered
    executor.migrate(ends)
    return MigrationExecutor(connection).loader.project_state(ends).apps


@contextmanager
def deferred() -> Iterator[None]:
    """Rows may come before those they point to; at the end all must be there."""
    _check_constraints("DEFERRED")
    yield
    _check_constraints("IMMEDIATE")


def emptied(models: Apps) -> dict[str, Table]:
    """The tables by label, without the rows that migrations put there: the backup has its own."""
    tables = {table.label: table for table in every_table(models)}
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables.values():
            if table.model._base_manager.exists():
                cursor.execute(f"DELETE FROM {quote(table.name)}")
    return tables


def without_model(database: str) -> list[str]:
    """Tables that belong to no model: they are not in a backup."""
    known = {table.name for table in every_table(apps)} | {"django_migrations"}
    return sorted(set(connections[database].introspection.table_names()) - known)


def _check_constraints(when: str) -> None:
    """PostgreSQL only: on SQLite foreign keys are always looked at when the transaction ends."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")
