"""A PostgreSQL of a benchmark's own, which runs as long as it is asked and as `postgres`, since it refuses root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZES = "-c shared_buffers=512MB -c checkpoint_timeout=15min -c max_wal_size=4GB"  # as its manual advises any server


@contextmanager
def address(database: str, home: Path) -> Iterator[str]:
    """DATABASE_URL: none for SQLite, else of a server whose cluster stays in `home`."""
    if database == "sqlite":
        yield ""
        return
    cluster, port = home / "cluster", free_port()
    if not cluster.exists():
        cluster.mkdir()
        open_to_postgres(home, cluster)
        _run("initdb", "-D", cluster, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
    options = f"-p {port} -k {cluster} -c listen_addresses=127.0.0.1 {SIZES}"
    _run("pg_ctl", "-D", cluster, "-w", "-l", cluster / "log", "-o", options, "start")
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run("pg_ctl", "-D", cluster, "-m", "fast", "-w", "stop")


def open_to_postgres(home: Path, folder: Path) -> None:
    """Whoever the server runs as owns its folder, and must come to it."""
    if os.geteuid() == 0:
        home.chmod(0o755)
        shutil.chown(folder, "postgres")


def programs() -> Path | None:
    """Where a Debian package puts initdb and pg_ctl, or where the PATH finds them; None where there are none."""
    named = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or ([Path(named)] if named else [])
    return found[-1].parent if found else None


def as_postgres(program: str, *arguments: object) -> int:
    """Run one of the server's programs; returns how it ended."""
    there = programs()
    if there is None:
        raise SystemExit("PostgreSQL is not installed (on Debian: postgresql).")
    somebody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*somebody, str(there / program), *map(str, arguments)]
    return subprocess.run(command, stdout=subprocess.DEVNULL, cwd="/", check=False).returncode


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _run(program: str, *arguments: object) -> None:
    if code := as_postgres(program, *arguments):
        raise SystemExit(f"{program} ended with {code}.")
