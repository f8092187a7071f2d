"""The database and the journal in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from qonys.office.foundation.journal import guards
from qonys.office.foundation.journal.glance import GLANCE, glance
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.journal.selectors import newest_seal
from qonys.office.project.doctor.findings import Finding, fail, ok, warn

OLDEST_POSTGRESQL = 14
DRIFT = timedelta(minutes=2)
MIGRATE = "Run `qonys manage migrate`, or start the service: it migrates by itself."


def server() -> Iterator[Finding]:
    yield from (_sqlite() if connection.vendor == "sqlite" else _postgresql())


def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{each.app_label}.{each.name}" for each, _ in waiting[:3])
        yield fail("migrations", f"{len(waiting)} are missing: {names}", MIGRATE)
    else:
        yield ok("migrations", "all applied")


def standing_guards() -> Iterator[Finding]:
    if gone := sorted(guards.missing(connection)):
        remedy = (
            "Run `qonys journal verify`, find out who took them down, and put them up: docs/how-to/guard-the-journal.md"
        )
        yield fail("guards of the journal", f"gone: {', '.join(gone)}", remedy)
    else:
        yield ok("guards of the journal", "standing")


def journal() -> Iterator[Finding]:
    broken = next(glance(), None)
    if broken:
        yield fail("journal", str(broken), "Run `qonys journal verify`, and follow docs/how-to/guard-the-journal.md")
    else:
        yield ok(
            "journal", f"its newest part is as it was written (the last {GLANCE:,} entries; all: qonys journal verify)"
        )


def seals() -> Iterator[Finding]:
    seal, newest = newest_seal(), Entry.objects.order_by("pk").last()
    every = next(timedelta(minutes=minutes) for kind, _, minutes in settings.QONYS_REGULAR if kind == "seal")
    unsealed = newest is not None and (seal is None or newest.pk > seal.last)
    first = Entry.objects.filter(pk__gt=seal.last if seal else 0).order_by("pk").first() if unsealed else None
    if first is not None and timezone.now() - first.at > 3 * every:
        hours = (timezone.now() - first.at) / timedelta(hours=1)
        yield warn(
            "seals", f"entries have waited {hours:.1f} hours for a seal", "Start a worker, or run `qonys journal seal`."
        )
    else:
        yield ok("seals", f"the newest is {seal.number}" if seal else "nothing had to be sealed yet")


def clock() -> Iterator[Finding]:
    newest = Entry.objects.order_by("pk").last()
    if newest is not None and timezone.now() < newest.at - DRIFT:
        behind = newest.at - timezone.now()
        yield fail(
            "clock", f"{behind} behind the newest entry of the journal", "Set the clock, by NTP; no order is lost."
        )
    else:
        yield ok("clock", "not behind the journal")


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        told = {name: _pragma(cursor, name) for name in ("journal_mode", "foreign_keys", "synchronous")}
        cursor.execute("SELECT sqlite_version()")
        (number,) = cursor.fetchone()
    mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
    wrong = []
    if told["journal_mode"] != "wal":
        wrong.append(f"journal_mode is {told['journal_mode']}, not wal")
    if not told["foreign_keys"]:
        wrong.append("foreign_keys are off")
    if mode != "IMMEDIATE":
        wrong.append(f"transactions are {mode}, not IMMEDIATE")
    if wrong:
        remedy = "Use qonys.office.project.database for the settings, and a disk of this machine: WAL knows no network."
        yield fail("database", f"SQLite {number}: {', '.join(wrong)}", remedy)
    else:
        yield ok("database", f"SQLite {number}, WAL, immediate transactions, foreign keys")


def _pragma(cursor: object, name: str) -> object:
    cursor.execute(f"PRAGMA {name}")  # type: ignore[attr-defined]
    return cursor.fetchone()[0]  # type: ignore[attr-defined]


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')")
        number, encoding = cursor.fetchone()
    if encoding != "UTF8":
        yield fail("database", f"PostgreSQL {number} in {encoding}", "Make the database anew with ENCODING 'UTF8'.")
    elif number < OLDEST_POSTGRESQL:
        yield warn(
            "database", f"PostgreSQL {number}", f"Use {OLDEST_POSTGRESQL} or newer: older ones get no corrections."
        )
    else:
        yield ok("database", f"PostgreSQL {number}, UTF8")
