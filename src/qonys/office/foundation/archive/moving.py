"""Move the office from one database to the other: the same rows, the same numbers, the same hashes."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, transaction

from qonys.office.foundation.archive import filling, keys, schema
from qonys.office.foundation.archive.databases import Configuration, built, snapshot
from qonys.office.foundation.archive.keeping import Told, blocks
from qonys.office.foundation.archive.refusals import ArchiveRefused, StillRunning
from qonys.office.foundation.archive.rows import Table, Tally, every_table, tally
from qonys.office.foundation.jobs import presence
from qonys.office.foundation.journal.verification import Report, verify


@dataclass(frozen=True)
class Moved:
    tallies: dict[str, Tally]  # by label of the table: the same on both sides
    journal: Report
    not_moved: tuple[str, ...]  # tables without a model

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tallies.values())


def move(target: Configuration, told: Told) -> Moved:
    """Copy everything into the empty database `target`; ours stays as it is. All or nothing."""
    if alive := presence.alive():
        raise StillRunning(
            f"A worker is at work here ({alive[0]}): what is written while rows are copied would stay behind. "
            "Stop the service first; after a crash wait a minute."
        )
    with snapshot() as source:
        ends = schema.state(source)
        tables = every_table(apps)
        given, not_moved = keys.last_given(tables, source), tuple(schema.without_model(source))
        with built(target, replaced=None):
            schema.emptied(schema.bring_to(ends))
            with transaction.atomic(), schema.deferred():
                sent = {table.label: _copy(table, source, told) for table in tables}
                keys.go_on_from(given, tables, DEFAULT_DB_ALIAS)
            _compare(tables, sent, told)
            journal = verify()
            if journal.broken:
                raise ArchiveRefused(f"The journal is not as it was written: {journal.broken[0]}. Nothing was moved.")
    return Moved(sent, journal, not_moved)


def _copy(table: Table, source: str, told: Told) -> Tally:
    sent, total = Tally(), table.count(source)
    told(table.label, 0, total)
    for block in blocks(table, source):
        filling.fill(table, block)
        for line in block:
            sent.add(line)
        told(table.label, sent.rows, total)
    return sent


def _compare(tables: list[Table], sent: dict[str, Tally], told: Told) -> None:
    """Every table is read again where it is now."""
    for table in tables:
        told(f"compare {table.label}", 0, sent[table.label].rows)
        found = tally(table.lines(DEFAULT_DB_ALIAS))
        if found != sent[table.label]:
            raise ArchiveRefused(
                f"{table.label}: {sent[table.label].rows} rows were sent, {found.rows} other ones arrived. "
                "Nothing was moved; the database you have stays as it is."
            )
        told(f"compare {table.label}", found.rows, found.rows)
