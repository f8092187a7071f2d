"""The office with a million cases: lists, one case, new cases, on SQLite and on a PostgreSQL of its own.

    python benchmarks/office.py [--cases 1000000] [--on sqlite|postgresql] [--json]

The data is built in bulk (office_data.py), the server is the one `qonys serve` starts, and browsers and programs ask it
over HTTP with sessions and tokens that were given before. Figures are what the asker waits, in milliseconds.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

BENCHMARKS = Path(__file__).parent
USERS = 16


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
    cases = int(arguments[arguments.index("--cases") + 1]) if "--cases" in arguments else 1_000_000
    wanted = [arguments[arguments.index("--on") + 1]] if "--on" in arguments else ["sqlite", "postgresql"]
    rows = [row for database in wanted for row in measured(database, cases)]
    if "--json" in arguments:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        show(rows)
    sys.exit(0 if all(row.holds for row in rows) else 1)


def measured(database: str, cases: int) -> list[Row]:
    """Each database in a process of its own, since Django has one."""
    with tempfile.TemporaryDirectory(prefix="qonys-office-") as home, address(database) as url:
        environment = os.environ | {
            "QONYS_HOME": home,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings",
            "QONYS_API_RATE": "1000000000",
            "QONYS_LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, str(BENCHMARKS / "office_measured.py"), database, str(cases), str(USERS)]
        answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [Row(**row) for row in json.loads(answer.stdout)]


@contextmanager
def address(database: str) -> Iterator[str]:
    """DATABASE_URL: none for SQLite, else a PostgreSQL that is started here and gone afterwards."""
    if database == "sqlite":
        yield ""
        return
    programs, cluster, port = _programs(), Path(tempfile.mkdtemp(prefix="qonys-postgres-")), free_port()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(cluster, "postgres")
    options = f"-p {port} -k {cluster} -c listen_addresses=127.0.0.1"
    _run(programs / "initdb", "-D", cluster / "data", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
    _run(programs / "pg_ctl", "-D", cluster / "data", "-w", "-l", cluster / "log", "-o", options, "start")
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(programs / "pg_ctl", "-D", cluster / "data", "-m", "immediate", "stop")
        shutil.rmtree(cluster)


def _programs() -> Path:
    """Where a Debian package puts them, or where the PATH finds them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(shutil.which("initdb") or "initdb")]
    return found[-1].parent


def _run(program: Path, *arguments: object) -> None:
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*as_postgres, str(program), *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def show(rows: list[Row]) -> None:
    for row in rows:
        mark = "" if not row.bar else "holds" if row.holds else "MISSED"
        print(f"{row.database:11} {row.what:52} {row.measured:10,.1f} {row.unit:3} {row.bar:>10}  {mark}")


if __name__ == "__main__":
    main(sys.argv[1:])
