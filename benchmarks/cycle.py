"""The whole turn of the loop from a cold start, twice: how long, how large, and whether every byte is the same.

python benchmarks/cycle.py          a table
python benchmarks/cycle.py --json   a list of {country, seconds, peak_mb, megabytes, bar, same_bytes}
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BAR = 90.0  # seconds for Kazakhstan
NOT_COMPARED = "manifest.json"  # holds the time of day


@dataclass(frozen=True)
class Row:
    country: str
    seconds: float  # of the first turn
    peak_mb: float  # of the largest turn so far
    megabytes: float  # of the folder
    bar: float
    same_bytes: bool


def turn(country: str, out: Path) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-c", "from qonys.cli import main; main()", "cycle", country, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def same(one: Path, other: Path) -> bool:
    names = [{path.name for path in folder.iterdir()} for folder in (one, other)]
    alike = ((one / name).read_bytes() == (other / name).read_bytes() for name in names[0] - {NOT_COMPARED})
    return names[0] == names[1] and all(alike)


def measure(country: str) -> Row:
    with tempfile.TemporaryDirectory() as scratch:
        first, second = Path(scratch) / "first", Path(scratch) / "second"
        seconds = turn(country, first)
        turn(country, second)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = sum(path.stat().st_size for path in first.iterdir()) / 1e6
        return Row(Path(country).name, round(seconds, 1), round(peak), round(size, 1), BAR, same(first, second))


def main() -> None:
    rows = [measure(str(ROOT / "examples" / "samal")), measure("kz")]
    if "--json" in sys.argv:
        print(json.dumps([asdict(row) for row in rows], indent=1))
        return
    print(f"{'':10} {'seconds':>8} {'bar':>6} {'peak MB':>8} {'folder MB':>10}  same bytes")
    for row in rows:
        same_bytes = "yes" if row.same_bytes else "NO"
        print(
            f"{row.country:10} {row.seconds:8.1f} {row.bar:6.0f} {row.peak_mb:8.0f} {row.megabytes:10.1f}  {same_bytes}"
        )


if __name__ == "__main__":
    main()
