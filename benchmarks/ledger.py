"""A siege of the quota ledger: a million operations by sixteen processes that are killed again and again.

    python benchmarks/ledger.py [--operations 1000000] [--processes 16] [--kills 60] [--on sqlite|postgresql]

On a SQLite file and on a PostgreSQL of its own. Every process asks, uses, releases, freezes and unfreezes places of the
same quotas, opens and moves them by order, and lets time pass; it notes what was acknowledged. Some wait their turn in
transactions of one operation, some send a commission's whole list at once. After a kill (-9) another takes its place
and sends what was not acknowledged once more. At the end nothing may be oversold, lost or doubled. Ends with 1 if so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from own_postgres import address

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    asked = {"--operations": "1000000", "--processes": "16", "--kills": "60"}
    given = dict(zip(arguments[::2], arguments[1::2], strict=True))
    wanted = [given.pop("--on")] if "--on" in given else ["sqlite", "postgresql"]
    return max(besieged(database, list((asked | given).values())) for database in wanted)


def besieged(database: str, numbers: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="qonys-ledger-") as home, address(database, Path(home)) as url:
        environment = os.environ | {
            "QONYS_HOME": home,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings",
            "QONYS_LOG_LEVEL": "ERROR",
        }
        return subprocess.run([sys.executable, str(HERE / "ledger_soak.py"), *numbers], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
