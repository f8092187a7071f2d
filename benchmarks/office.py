"""The office with a million cases: lists, one case, new cases, on SQLite and on a PostgreSQL of its own.

    python benchmarks/office.py [--cases 1000000] [--on sqlite|postgresql] [--keep FOLDER] [--json]

The data is built in bulk (office_data.py), the server is the one `qonys serve` starts with one process for each core
(QONYS_PROCESSES, two here), and browsers and programs ask it over HTTP with sessions and tokens that were given before.
Figures are what the asker waits, in milliseconds. `--keep` leaves the offices in a folder and takes them from there the
next time. Ends with 1 where a bar is missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from own_postgres import address

BENCHMARKS = Path(__file__).parent
USERS = 16
PROCESSES = "2"  # of the web server, as an office on two cores sets it


@dataclass(frozen=True)
class Row:
    """One measured figure and its bar."""

    database: str
    what: str
    measured: float
    unit: str
    bar: str
    holds: bool


def main(arguments: list[str]) -> None:
    cases = int(_told(arguments, "--cases", "1000000"))
    on, kept = _told(arguments, "--on", ""), _told(arguments, "--keep", "")
    rows = [row for database in ([on] if on else ["sqlite", "postgresql"]) for row in measured(database, cases, kept)]
    if "--json" in arguments:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        show(rows)
    sys.exit(0 if all(row.holds for row in rows) else 1)


def _told(arguments: list[str], option: str, default: str) -> str:
    return arguments[arguments.index(option) + 1] if option in arguments else default


def measured(database: str, cases: int, kept: str = "") -> list[Row]:
    """Each database in a process of its own, since Django has one."""
    with folder(database, kept) as home, address(database, home) as url:
        environment = (
            {"QONYS_PROCESSES": PROCESSES}
            | os.environ
            | {
                "QONYS_HOME": str(home),
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings",
                "QONYS_API_RATE": "1000000000",
                "QONYS_LOG_LEVEL": "ERROR",
            }
        )
        command = [sys.executable, str(BENCHMARKS / "office_measured.py"), database, str(cases), str(USERS)]
        answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [Row(**row) for row in json.loads(answer.stdout)]


@contextmanager
def folder(database: str, kept: str) -> Iterator[Path]:
    """Gone afterwards, unless it is to be kept."""
    if kept:
        home = Path(kept).resolve() / database
        home.mkdir(parents=True, exist_ok=True)
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="qonys-office-") as home_of_today:
        yield Path(home_of_today)


def show(rows: list[Row]) -> None:
    for row in rows:
        mark = "" if not row.bar else "holds" if row.holds else "MISSED"
        print(f"{row.database:11} {row.what:52} {row.measured:10,.1f} {row.unit:3} {row.bar:>10}  {mark}")


if __name__ == "__main__":
    main(sys.argv[1:])
