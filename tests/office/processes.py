"""Real processes on a real database of their own: what a test starts, waits for and kills."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
QONYS = "import sys; from qonys.cli import main; sys.argv[0] = 'qonys'; main()"
Environment = dict[str, str]


@contextmanager
def empty_office(home: Path, name: str) -> Iterator[Environment]:
    """The environment of an office without tables: a file in `home`, or a database beside the one of the tests."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"QONYS_HOME": str(home), "PYTHONPATH": paths,
                                "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings"}  # fmt: skip
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield environment
        return
    database = f"qonys_{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}")  # type: ignore[arg-type]
        try:
            yield environment | {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{database}"))}
        finally:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)")  # type: ignore[arg-type]


def qonys(environment: Environment, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(environment, "-c", QONYS, *arguments)


def run(environment: Environment, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with these arguments."""
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=180
    )


def start(environment: Environment, told: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Python with these arguments, in the background; what it says goes to a file."""
    with told.open("ab") as file:
        return subprocess.Popen([sys.executable, *arguments], env=environment, cwd=ROOT, stdout=file, stderr=file)


def until(true: Callable[[], object], patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, "It did not come so far."
        time.sleep(0.05)
