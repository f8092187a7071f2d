"""Real processes, a real gateway, kill -9: nothing that was told is lost, nothing reaches a telephone twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from qonys.office.foundation.notices.delivery import LINES
from tests.office.journal.test_killed import QONYS, ROOT, Environment, lines, qonys
from tests.office.notices.peers import SmsGateway

READ = """
import django, json; django.setup()
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.notices.models import Notice
found = Notice.objects.values_list("key", "reference", "state")
told = [[key, str(reference), state] for key, reference, state in found]
print(json.dumps({"notices": told, "lines": Entry.objects.filter(action="passed on").count()}))
"""
PATIENCE = 60.0


def started(office: Environment, *arguments: str, told: Path | None = None) -> subprocess.Popen[bytes]:
    out = told.open("wb") if told else subprocess.DEVNULL
    return subprocess.Popen([sys.executable, *arguments], env=office, cwd=ROOT, stdout=out)


def with_gateway(office: Environment, gateway: SmsGateway) -> Environment:
    return office | {"QONYS_SMS": gateway.url, "QONYS_QUIET_HOURS": "", "QONYS_LOG_LEVEL": "ERROR"}


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, "it did not come to that in a minute"
        time.sleep(0.02)


def killed(*processes: subprocess.Popen[bytes]) -> None:
    codes = [process.poll() for process in processes]
    for process in processes:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert codes == [None] * len(codes), "a process ended by itself"


def read(office: Environment) -> dict[str, list[list[str]]]:
    answer = subprocess.run([sys.executable, "-c", READ], env=office, capture_output=True, text=True, check=True)
    found: dict[str, list[list[str]]] = json.loads(answer.stdout)
    return found


def test_tellers_and_carriers_killed_again_and_again(office: Environment, tmp_path: Path) -> None:
    kills, acknowledged = 0, {}
    with SmsGateway() as gateway:
        office = with_gateway(office, gateway)
        gateway.latency = 0.003
        for round_ in range(3):
            told = tmp_path / f"{round_}.txt"
            running = [started(office, "-m", "tests.office.notices.teller", f"teller{round_}", told=told)]
            running += [started(office, "-m", "tests.office.notices.carrier") for _ in range(2)]
            before = len(gateway.sent)
            until(lambda told=told, before=before: len(lines(told)) > 40 and len(gateway.sent) > before + 30)
            time.sleep(random.random() / 4)
            killed(*running)
            kills += 2
            acknowledged[f"teller{round_}"] = lines(told)[-1]
        last = started(office, "-m", "tests.office.notices.carrier", "--until-nothing-waits")
        assert last.wait(PATIENCE) == 0
        asked, sent = Counter(gateway.asked), set(gateway.sent)

    found = read(office)
    assert {state for _, _, state in found["notices"]} == {"sent"}
    keys = {key for key, _, _ in found["notices"]}
    assert {f"{name}:{n}" for name, last in acknowledged.items() for n in range(last + 1)} <= keys
    assert len(keys) == found["lines"]  # a notice for every line of the journal, and none without one
    assert {reference for _, reference, _ in found["notices"]} == sent == set(asked)
    assert sum(asked.values()) - len(asked) <= kills * LINES  # asked twice: what killed carriers had in hand


def test_two_workers_never_carry_the_same_notice(office: Environment, tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    with SmsGateway() as gateway:
        office = with_gateway(office, gateway)
        teller = started(office, "-m", "tests.office.notices.teller", "teller", told=told)
        until(lambda: len(lines(told)) > 150)
        killed(teller)
        carriers = [started(office, "-m", "tests.office.notices.carrier", "--until-nothing-waits") for _ in range(3)]
        assert [carrier.wait(PATIENCE) for carrier in carriers] == [0, 0, 0]
        assert set(Counter(gateway.asked).values()) == {1} and len(gateway.asked) > 150


def test_the_worker_of_the_office_killed_in_the_middle_goes_on_when_it_is_started_again(
    office: Environment, tmp_path: Path
) -> None:
    told = tmp_path / "told.txt"
    with SmsGateway() as gateway:
        office, gateway.latency = with_gateway(office, gateway), 0.01
        teller = started(office, "-m", "tests.office.notices.teller", "teller", told=told)
        until(lambda: len(lines(told)) > 120)
        killed(teller)
        worker = started(office, "-c", QONYS, "manage", "worker")
        until(lambda: len(gateway.sent) > 30)
        killed(worker)
        count = len(read(office)["notices"])
        assert len(gateway.sent) < count
        worker = started(office, "-c", QONYS, "manage", "worker")
        until(lambda: len(gateway.sent) == count)
        until(lambda: {state for _, _, state in read(office)["notices"]} == {"sent"})
        killed(worker)
        assert len(gateway.asked) - count <= LINES
    assert qonys(office, "journal", "verify").returncode == 0
