"""Is the loop worth closing? Ten simulated years with and without feedback, in countries that differ more and less.

python benchmarks/decade.py          the main setting, then the ones beside it
python benchmarks/decade.py --json   a list of {setting, measure, without, with_, knowing, gain, low, high, better}

The bar: employment at twelve months and retention at five years improve, with intervals that hold no zero.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: small tables

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict

from qonys.decade import Comparison, Setting, compare
from qonys.decade.placing import Solve, by_engine, by_plan
from qonys.decade.table import lines

REPLICATIONS, SEED = 100, 2026
ENGINE = "by the placement engine"
SETTINGS = {
    ENGINE: Setting(),
    "by an exact program": Setting(),
    "places differ half as much": Setting(differ=0.25, match=0.175),
    "a third of the families": Setting(families=100),
    "nobody by lot": Setting(explore=0.0),
    "a fifth by lot": Setting(explore=0.2),
    "room for twice as many": Setting(room=2.0),
}


def measure(name: str) -> tuple[Comparison, float]:
    began = time.perf_counter()
    place: Solve = by_engine if name == ENGINE else by_plan  # the others differ from the second, and are quicker so
    return compare(SETTINGS[name], REPLICATIONS, SEED, place), time.perf_counter() - began


def main() -> None:
    names = list(SETTINGS) if "--main" not in sys.argv else list(SETTINGS)[:1]
    with ProcessPoolExecutor(2) as two:
        found = dict(zip(names, two.map(measure, names), strict=True))
    if "--json" in sys.argv:
        told = [
            {"setting": name, "measure": each, **asdict(compared.difference(each))}
            for name, (compared, _seconds) in found.items()
            for each in ("employed", "employed_later", "retained", "retained_later", "estimated", "placed")
        ]
        print(json.dumps(told, indent=1))
        return
    for name, (compared, seconds) in found.items():
        print(f"\n{name} ({seconds:.0f} s)")
        print("\n".join(lines(compared)))


if __name__ == "__main__":
    main()
