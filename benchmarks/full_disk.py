"""PostgreSQL on a disk that becomes full: what was committed is there once, what was not is not, and with room again
the work goes on.

    python benchmarks/full_disk.py            as root: the small disk is mounted in memory, with a server of its own

Ends with 1 if anything was lost or doubled, if nothing was refused, or if the journal does not verify; with 3 where no
disk can be mounted or no PostgreSQL is installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from own_postgres import as_postgres, free_port, open_to_postgres, programs

from tests.office.operation.siege import READ
from tests.office.processes import Environment, empty_office, qonys, run

DISK, LEFT = 224, 2  # megabytes of the disk, and of what is left of it when the writing begins
NEVER = 10**15  # bytes a file may have: the disk ends before
AGAIN = """
import django; django.setup()
from django.db import transaction
from qonys.office.foundation.journal.services import append
with transaction.atomic():
    append("case:2", "noted", {}, actor="account:1")
print("written")
"""


def main() -> int:
    if programs() is None or os.geteuid() != 0:
        print("This needs root, to mount a small disk, and PostgreSQL (on Debian: postgresql).")
        return 3
    with tempfile.TemporaryDirectory(prefix="qonys-full-") as folder, small_disk(Path(folder, "disk")) as disk:
        return fill(disk, Path(folder))


def fill(disk: Path, folder: Path) -> int:
    with cluster(disk) as server:
        os.environ.pop("DATABASE_URL", None)
        with empty_office(folder / "home", "full_disk") as office:
            office = office | {"DATABASE_URL": f"postgresql://postgres@127.0.0.1:{server.port}/postgres"}
            qonys(office, "officer", "add", "aigul", "--role", "administrator", "--territory", "KZ")
            ballast = put_ballast(disk)
            answer = run(office, "-m", "tests.office.operation.filler", str(NEVER))
            said = answer.stdout.splitlines()
            numbers = [each for each in said if each.isdecimal()]
            error = next((each for each in said if not each.isdecimal()), answer.stderr[-200:])
            ballast.unlink()
            if not server.runs():  # it gives up when it cannot write its log: somebody makes room and starts it
                print("The server went down. With room again it is started.")
                server.start()
            return report(told_by(office), numbers, error, again(office))


def report(told: dict[str, object], numbers: list[str], error: str, after: str) -> int:
    """The last write may be there without having been acknowledged: the server died over its commit."""
    written, one_more = ({f"f-{each}": 1 for each in range(len(numbers) + more)} for more in (0, 1))
    sound = after == "written" and any(
        told == {"lines": each, "notices": each, "broken": []} for each in (written, one_more)
    )
    print(f"{len(written):,} writes acknowledged before the disk was full; then: {error[:160]}")
    print(f"lost or doubled: {'nothing' if sound else json.dumps(told)[:2000]}; with room again: {after or 'nothing'}")
    return 0 if sound and written else 1


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}M", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        raise SystemExit(3)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@dataclass
class Cluster:
    """A server on that disk, with small files of its log so that they fit."""

    disk: Path
    port: int

    def make(self) -> None:
        as_postgres("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--wal-segsize=1")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.disk} -c listen_addresses=127.0.0.1 -c max_wal_size=8MB -c min_wal_size=2MB"
        self._control("-w", "-l", str(self.disk / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def runs(self) -> bool:
        return self._control("status") == 0

    @property
    def data(self) -> str:
        return str(self.disk / "data")

    def _control(self, *arguments: str) -> int:
        return as_postgres("pg_ctl", "-D", self.data, *arguments)


@contextmanager
def cluster(disk: Path) -> Iterator[Cluster]:
    open_to_postgres(disk.parent, disk)
    made = Cluster(disk, free_port())
    made.make()
    made.start()
    try:
        yield made
    finally:
        made.stop()


def put_ballast(disk: Path) -> Path:
    """A file that takes all room but a little."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - LEFT * 1_000_000)
    return ballast


def told_by(office: Environment) -> dict[str, object]:
    """What is there, as soon as the server has recovered."""
    for _each in range(60):
        answer = run(office, "-c", READ)
        if answer.returncode == 0:
            found: dict[str, object] = json.loads(answer.stdout)
            return found
        time.sleep(1)
    raise SystemExit(f"The server did not come back: {answer.stderr[-400:]}")


def again(office: Environment) -> str:
    return run(office, "-c", AGAIN).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
