"""Killed, out of room, or with a clock set back: what was acknowledged is there once, and the journal verifies."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.operation.siege import READ, besiege, found
from tests.office.processes import Environment, empty_office, qonys, run

CLOCK = """
import django; django.setup()
from datetime import timedelta
from itertools import count
from django.db import transaction
from django.utils import timezone
from qonys.office.foundation.journal import sealing
from qonys.office.foundation.journal.selectors import entries
from qonys.office.foundation.journal.services import append
start = timezone.now()
for n in range(60):
    timezone.now = lambda: start + timedelta(hours=(5, -48, 0, -1)[n // 15], seconds=-n)
    with transaction.atomic():
        append("case:1", "noted", {"n": n}, actor="account:1")
    if n % 20 == 19:
        sealing.seal()
import json
print([json.loads(each.payload)["n"] for each in entries("case:1")] == list(range(60)))
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Environment]:
    with empty_office(tmp_path / "home", "crash") as environment:
        answer = qonys(environment, "officer", "add", "aigul", "--role", "administrator", "--territory", "KZ")
        assert answer.returncode == 0, answer.stderr
        yield environment


def test_web_and_worker_killed_again_and_again_nothing_is_lost_or_doubled(office: Environment, tmp_path: Path) -> None:
    siege = besiege(office, tmp_path, clients=4, writes=150, kills=4, seed=os.getpid())
    told = found(siege)
    assert siege.kills >= 4 and siege.asked_again > 0  # the kills were felt
    wanted = {f"{client}-{number}" for client in range(4) for number in range(150)}
    assert siege.acknowledged == wanted
    assert told == {"lines": dict.fromkeys(wanted, 1), "notices": dict.fromkeys(wanted, 1), "broken": []}
    verified = qonys(office, "journal", "verify")
    assert (verified.returncode, verified.stdout) == (0, "")


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="there the files are the server's, not ours")
def test_a_full_disk_is_said_and_leaves_nothing_half_written(office: Environment, tmp_path: Path) -> None:
    database = tmp_path / "home" / "qonys.sqlite3"
    answer = run(office, "-m", "tests.office.operation.filler", str(database.stat().st_size + 600_000))
    assert answer.returncode == 0, answer.stderr
    *numbers, error = answer.stdout.splitlines()
    assert error.startswith("OperationalError: ") and ("full" in error or "disk I/O" in error)
    told = json.loads(run(office, "-c", READ).stdout)
    written = {f"f-{number}": 1 for number in numbers}
    assert len(written) > 20
    assert told == {"lines": written, "notices": written, "broken": []}
    # With room again the work goes on.
    again = run(office, "-c", CLOCK.replace("case:1", "case:2"))
    assert again.stdout.strip() == "True", again.stderr


def test_a_clock_set_back_and_forth_changes_no_order(office: Environment) -> None:
    answer = run(office, "-c", CLOCK)
    assert answer.stdout.strip() == "True", answer.stderr
    assert qonys(office, "journal", "verify").returncode == 0
    doctor = json.loads(qonys(office, "doctor", "--json").stdout)
    assert [each["level"] for each in doctor if each["what"] == "clock"] == ["ok"]
