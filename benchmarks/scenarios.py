"""Bars of scenarios: ten levers on the territories of Kazakhstan to 2050, the baseline being prepared.

    python benchmarks/scenarios.py          a table
    python benchmarks/scenarios.py --json   a list of {name, seconds, cpu_seconds, bar}

Each row is run once to compile, then three times; the median counts. Processor seconds stand beside wall seconds, for a
machine that is not idle. It also says whether levers at zero gave the baseline to the bit.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from qonys import cycle, scenarios
from qonys.countries import pack
from qonys.cycle import Plan
from qonys.engines.projection.levers import Baseline, Outcome, outcome, steer
from qonys.engines.vocabulary.scenario import Scenario

DOCUMENT = Path(__file__).with_name("ten-levers.yaml")
UNTIL, THREADS = 2050, 2


@dataclass(frozen=True)
class Row:
    name: str
    seconds: float
    cpu_seconds: float
    bar: float | None


def measure(name: str, bar: float | None, run: Callable[[], object]) -> Row:
    run()
    wall, cpu = [], []
    for _ in range(3):
        began, worked = time.perf_counter(), time.process_time()
        run()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
    return Row(name, round(statistics.median(wall), 3), round(statistics.median(cpu), 3), bar)


def run(baseline: Baseline, scenario: Scenario | None) -> Outcome:
    return outcome(baseline, steer(baseline, scenario), THREADS)


def same(one: Outcome, other: Outcome) -> bool:
    return all(np.array_equal(one.of(name)[1], other.of(name)[1], equal_nan=True) for name in one.indicators)


def main() -> None:
    country = pack.load("kz")
    prepared = cycle.prepare(country, Plan(2100, 1000, 2026))
    ten = scenarios.read(DOCUMENT, country)
    full = prepared.baseline
    many = full.until(UNTIL)
    one = many.without_chance(prepared.estimates.base)
    before, after = run(many, None), run(many, ten)
    bench = scenarios.Workbench(country, full, UNTIL, 2026, THREADS)
    goal = scenarios.goal(country, "KZ-59", "working_age", 2040)
    rows = [
        measure("ten levers, deterministic, to 2050", 0.3, lambda: run(one, ten)),
        measure("ten levers, 1,000 trajectories, to 2050", 2.0, lambda: run(many, ten)),
        measure("the baseline alone, 1,000 trajectories", None, lambda: run(many, None)),
        measure("difference of six indicators", None, lambda: bench.compare(before, after, before.indicators[:6])),
        measure("goal seek, 1,000 trajectories, to 2040", None, lambda: bench.seek(goal)),
    ]
    zero = same(run(many, None), run(many, Scenario())) and same(run(one, None), run(one, Scenario()))
    if "--json" in sys.argv:
        print(json.dumps([asdict(row) for row in rows], indent=1))
        return
    print(f"{'':44} {'seconds':>9} {'cpu':>9} {'bar':>7}")
    for row in rows:
        print(f"{row.name:44} {row.seconds:9.3f} {row.cpu_seconds:9.3f} {row.bar if row.bar else '':>7}")
    print(f"levers at zero give the baseline to the bit: {'yes' if zero else 'NO'}")


if __name__ == "__main__":
    main()
