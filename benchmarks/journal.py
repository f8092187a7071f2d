"""The journal under load: appends a second, and what sealing and verifying a million entries takes.

    python benchmarks/journal.py [--entries 1000000] [--json]

Uses the database of DATABASE_URL, which must be empty, or a new SQLite file that is removed afterwards.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import django

HOME = tempfile.TemporaryDirectory()
os.environ |= {"QONYS_HOME": HOME.name, "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings"}
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from qonys.office.foundation.journal import canonical, chain, sealing, verification  # noqa: E402
from qonys.office.foundation.journal.models import NOTHING, Entry, Stream  # noqa: E402
from qonys.office.foundation.journal.services import append  # noqa: E402

STREAMS = 100_000
APPENDS = 5_000


def main(arguments: list[str]) -> None:
    entries = int(arguments[arguments.index("--entries") + 1]) if "--entries" in arguments else 1_000_000
    measured = measure(entries)
    if "--json" in arguments:
        print(json.dumps(measured))
        return
    for row in measured:
        print("{name:<44} {seconds:>8.2f} s ({processor:.2f} s of this process) {per_second:>10,.0f} /s".format(**row))


def measure(entries: int) -> list[dict[str, Any]]:
    call_command("migrate", verbosity=0)
    rows = [timed(f"append, one transaction each ({connection.vendor})", APPENDS, append_some)]
    fill(entries - APPENDS)
    rows.append(timed("seal", entries, sealing.seal))
    report = []
    rows.append(timed("verify", entries, lambda: report.append(verification.verify())))
    assert report[0].entries == entries and not report[0].broken and not report[0].unsealed, report[0]
    return rows


def timed(name: str, count: int, work: Callable[[], Any]) -> dict[str, Any]:
    started, busy = time.perf_counter(), time.process_time()
    work()
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    return {"name": name, "seconds": seconds, "processor": busy, "per_second": count / seconds}


def append_some() -> None:

    for place in range(APPENDS):
        with transaction.atomic():
            append(f"case:{place % 1000}", "noted", {"place": place, "text": "Құжат қабылданды"}, actor="account:7")


def fill(count: int) -> None:
    """The rest at once, chained as `append` chains."""

    each, at = -(-count // STREAMS), timezone.now()
    names = [f"file:{number}" for number in range(STREAMS)]
    heads = dict.fromkeys(names, NOTHING)
    left = count
    Stream.objects.bulk_create([Stream(name=name) for name in names], batch_size=5000)
    for sequence in range(1, each + 1):
        made = []
        for name in names[: min(left, STREAMS)]:
            payload = canonical.text({"place": sequence, "text": "Құжат қабылданды", "to": {"state": "in_review"}})
            found = chain.entry_hash(name, sequence, at, "account:7", "moved", payload, heads[name])
            made.append(Entry(stream_id=name, sequence=sequence, at=at, actor="account:7", action="moved",
                              payload=payload, previous=heads[name], hash=found))  # fmt: skip
            heads[name] = found
        left -= len(made)
        Entry.objects.bulk_create(made, batch_size=5000)
        remember(made)


def remember(made: list[Any]) -> None:
    """The ends of the streams, one entry further."""
    statement = "UPDATE journal_stream SET entries = %s, head = %s WHERE name = %s"
    with connection.cursor() as cursor:
        for start in range(0, len(made), 5000):
            part = made[start : start + 5000]
            cursor.executemany(statement, [(each.sequence, each.hash, each.stream_id) for each in part])


if __name__ == "__main__":
    main(sys.argv[1:])
