"""Real processes on a real database, killed while they write: nothing is lost, doubled or forked."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[3]
QONYS = "import sys; from qonys.cli import main; sys.argv[0] = 'qonys'; main()"
STREAMS = 4
READ = """
import django, json; django.setup()
from qonys.office.foundation.journal.models import Entry
print(json.dumps(list(Entry.objects.values_list("stream_id", "sequence", "payload"))))
"""
Environment = dict[str, str]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Environment]:
    """An empty office of its own: a file, or a database beside the one of the tests."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"QONYS_HOME": str(tmp_path), "PYTHONPATH": paths,
                                "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings"}  # fmt: skip
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield migrated(environment)
        return
    name = f"qonys_killed_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        try:
            yield migrated(environment | {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))})
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def migrated(environment: Environment) -> Environment:
    qonys(environment, "manage", "migrate", "-v0")
    return environment


def qonys(environment: Environment, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", QONYS, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def started(environment: Environment, told: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    with told.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", f"tests.office.journal.{module}", *arguments], env=environment, cwd=ROOT, stdout=file
        )


def lines(told: Path) -> list[int]:
    """Numbers told so far; the last line may be cut off by the kill."""
    text = told.read_text()
    return [int(line) for line in text[: text.rfind("\n") + 1].split()]


def until(told: list[Path], count: int) -> None:
    for _ in range(1200):
        if all(len(lines(each)) >= count for each in told):
            return
        time.sleep(0.05)
    raise AssertionError([len(lines(each)) for each in told])


def test_killed_in_the_middle_of_writing_nothing_is_lost_doubled_or_forked(office: Environment, tmp_path: Path) -> None:
    acknowledged: dict[str, int] = {}
    for round_ in range(3):
        names = [f"{round_}-{n}" for n in range(3)]
        told = [tmp_path / f"{name}.txt" for name in names]
        running = [started(office, tmp_path / f"seals-{round_}.txt", "sealer")]
        running += [started(office, file, "writer", name, str(STREAMS)) for name, file in zip(names, told, strict=True)]
        try:
            until(told, 25)
            time.sleep(random.random() / 2)
        finally:
            for process in running:
                process.send_signal(signal.SIGKILL)
            codes = [process.wait() for process in running]
        assert codes == [-signal.SIGKILL] * len(codes)  # killed, not fallen over by themselves
        acknowledged |= {name: lines(file)[-1] for name, file in zip(names, told, strict=True)}

    answer = qonys(office, "journal", "verify")
    assert (answer.returncode, answer.stdout) == (0, ""), answer.stdout + answer.stderr
    compare(acknowledged, office)
    assert qonys(office, "journal", "seal").returncode == 0
    assert "0 entries were written since the last seal" in qonys(office, "journal", "verify").stderr


def compare(acknowledged: dict[str, int], office: Environment) -> None:
    """Both lines of every transaction are there once; of what was not acknowledged at most the last one is."""
    answer = subprocess.run([sys.executable, "-c", READ], env=office, capture_output=True, text=True, check=True)
    shared: Counter[tuple[str, int]] = Counter()
    own: Counter[tuple[str, int]] = Counter()
    places: dict[str, list[int]] = {}
    for stream, sequence, payload in json.loads(answer.stdout):
        told = json.loads(payload)
        places.setdefault(stream, []).append(sequence)
        (own if stream.startswith("writer:") else shared)[told["writer"], told["n"]] += 1
    assert shared == own and set(own.values()) == {1}
    for name, last in acknowledged.items():
        assert sum(1 for writer, _ in own if writer == name) - 1 in (last, last + 1)
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in places.values())
    assert len([stream for stream in places if stream.startswith("case:")]) == STREAMS


def test_verify_ends_with_one_and_names_the_line_and_seal_tells_hashes(office: Environment, tmp_path: Path) -> None:
    told = tmp_path / "w.txt"
    process = started(office, told, "writer", "w", "1")
    until([told], 5)
    process.kill()
    process.wait()
    sealed = qonys(office, "journal", "seal").stdout
    noted = sealed.split()[-1]
    assert sealed.startswith("seal 1: ") and len(noted) == 64
    assert qonys(office, "journal", "verify", "--seal", noted).returncode == 0
    assert qonys(office, "journal", "verify", "--seal", "0" * 64).returncode == 1
    tamper = """
import django; django.setup()
from django.db import connection
from qonys.office.foundation.journal import guards
guards.take_down(connection)
connection.cursor().execute("UPDATE journal_entry SET actor = 'account:2' WHERE stream_id = 'case:0' AND sequence = 3")
guards.put_up(connection, *guards.TABLES)
"""
    subprocess.run([sys.executable, "-c", tamper], env=office, check=True)
    answer = qonys(office, "journal", "verify")
    assert answer.returncode == 1
    assert answer.stdout == "case:0 #3: time, actor, action or payload was altered: its hash does not fit them.\n"


def test_a_database_without_a_journal_is_said_to_be_one(tmp_path: Path, office: Environment) -> None:
    elsewhere = {name: value for name, value in office.items() if name != "DATABASE_URL"}
    answer = qonys(elsewhere | {"QONYS_HOME": str(tmp_path / "new")}, "journal", "verify")
    assert answer.returncode == 2 and "holds no journal yet" in answer.stderr
