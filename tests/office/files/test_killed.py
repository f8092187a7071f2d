"""Processes killed while they hand files in: what was acknowledged is whole, what was not leaves only drafts."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.office.journal.test_killed import Environment, lines, qonys
from tests.office.notices.test_killed import killed, started, until

READ = """
import django, json, os, time; django.setup()
from qonys.office.foundation.files import selectors, storage, sweeping
from qonys.office.foundation.files.models import StoredFile
damaged = [str(each) for each in selectors.verify()]
kept = StoredFile.objects.filter(state="kept").count()
for path in storage.folder().rglob("*"):
    os.utime(path, (time.time() - 30 * 86400,) * 2)
swept = sweeping.sweep()
lying = sum(path.is_file() for path in storage.folder().rglob("*"))
print(json.dumps([damaged, kept, StoredFile.objects.count(), lying]))
"""


def test_killed_while_files_are_handed_in(office: Environment, tmp_path: Path) -> None:
    acknowledged = 0
    for round_ in range(3):
        told = [tmp_path / f"{round_}-{n}.txt" for n in range(2)]
        running = [started(office, "-m", "tests.office.files.stager", file.stem, told=file) for file in told]
        until(lambda told=told: all(len(lines(file)) > 10 for file in told))
        time.sleep(random.random() / 5)
        killed(*running)
        acknowledged += sum(lines(file)[-1] + 1 for file in told)
    answer = subprocess.run([sys.executable, "-c", READ], env=office, capture_output=True, text=True, check=True)
    damaged, kept, rows, lying = json.loads(answer.stdout)
    assert damaged == []
    assert acknowledged <= kept <= acknowledged + 6
    assert kept <= rows <= kept + 6 and lying == rows  # what nobody kept expires in a day
    assert qonys(office, "journal", "verify").returncode == 0
