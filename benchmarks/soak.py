"""A long siege: ten thousand writes through the web server while web and worker are killed again and again.

    python benchmarks/soak.py [--writes 10000] [--kills 20] [--clients 8] [--rounds 1]

Uses databases of its own beside the one of DATABASE_URL, or SQLite files that are removed afterwards. Ends with 1 if
anything was lost or doubled, or if the journal does not verify.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.office.operation.siege import besiege, found
from tests.office.processes import empty_office, qonys


def main(arguments: list[str]) -> int:
    asked = {"--writes": 10_000, "--kills": 20, "--clients": 8, "--rounds": 1}
    asked |= {name: int(value) for name, value in zip(arguments[::2], arguments[1::2], strict=True)}
    return max(soak(seed, asked) for seed in range(asked["--rounds"]))


def soak(seed: int, asked: dict[str, int]) -> int:
    with tempfile.TemporaryDirectory() as folder, empty_office(Path(folder) / "home", f"soak_{seed}") as office:
        qonys(office, "officer", "add", "aigul", "--role", "administrator", "--territory", "KZ")
        started, each = time.monotonic(), asked["--writes"] // asked["--clients"]
        siege = besiege(
            office, Path(folder), clients=asked["--clients"], writes=each, kills=asked["--kills"], seed=seed
        )
        seconds, told = time.monotonic() - started, found(siege)
    wanted = {f"{client}-{number}" for client in range(asked["--clients"]) for number in range(each)}
    sound = siege.acknowledged == wanted and told == {
        "lines": dict.fromkeys(wanted, 1), "notices": dict.fromkeys(wanted, 1), "broken": []
    }  # fmt: skip
    kind = "PostgreSQL" if "DATABASE_URL" in office else "SQLite"
    print(f"{kind}: {len(wanted):,} writes in {seconds:.0f} s, {siege.kills} kills, {siege.asked_again} asked again: "
          f"{'nothing lost, nothing doubled, the journal verifies' if sound else 'BROKEN'}")  # fmt: skip
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
