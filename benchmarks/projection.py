"""Bars of the projection engine: seconds, memory, and how many times faster than the reference in the same run.

    python benchmarks/projection.py          a table
    python benchmarks/projection.py --json   a list of {name, seconds, peak_mb, reference_ratio}

Each row runs in a process of its own: once to compile and warm up, then three times; the median counts. The reference
is timed on one trajectory and one year and multiplied up: run whole it would take days.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
import sizes

from qonys.engines.projection import reference
from qonys.engines.projection.deterministic import YearRates
from qonys.engines.projection.deterministic import project as project_one_path
from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.quantiles import summarise_year
from qonys.engines.projection.trajectories import project
from qonys.engines.vocabulary.age import AgeGroup

YEARS = 75  # 1 January 2026 to 1 January 2101: all of 2026..2100
THREADS = 2
BANDS = AgeBands(AgeGroup(1, 5), AgeGroup(6, 17), AgeGroup(16, 62), AgeGroup(63, None))


@dataclass(frozen=True)
class Row:
    name: str
    seconds: float
    peak_mb: float
    reference_ratio: float


def one_path(territories: int) -> Callable[[], None]:
    """Deterministic, with full origin-destination transitions."""
    rates, pattern = sizes.rates(YEARS), sizes.pattern(territories)
    survival = rates.survival.values[:, None] ** pattern.mortality.values[None]
    fertility = rates.fertility.values[:, None] * pattern.fertility.values[None]
    net = (rates.immigrants.values - rates.emigrants.values)[:, None] * pattern.immigrants.values[None]
    moves = np.ascontiguousarray(pattern.internal_migration.values)
    years = [YearRates(survival[t], fertility[t], 1.06, net[t], moves) for t in range(YEARS)]
    start = sizes.base(territories)

    def run() -> None:
        for _ in project_one_path(start, years):
            pass

    return run


def many_paths(trajectories: int, territories: int, quantiles: bool) -> Callable[[], None]:
    rates, pattern = sizes.rates(YEARS), sizes.pattern(territories)
    paths = sizes.paths(YEARS, trajectories, territories)
    start = np.repeat(sizes.base(territories)[None], trajectories, axis=0)

    def run() -> None:
        for year in project(start, rates, pattern, paths, threads=THREADS):
            if quantiles:
                summarise_year(year, BANDS, THREADS)

    return run


ROWS: dict[str, tuple[Callable[[], Callable[[], None]], int, int]] = {
    "deterministic, 20 regions, to 2100": (lambda: one_path(20), 1, 20),
    "1,000 trajectories x 20 regions, OD": (lambda: many_paths(1_000, 20, False), 1_000, 20),
    "10,000 trajectories, nation, quantiles": (lambda: many_paths(10_000, 1, True), 10_000, 1),
    "10,000 trajectories x 20 regions, OD, quantiles": (lambda: many_paths(10_000, 20, True), 10_000, 20),
}


def reference_seconds(territories: int) -> float:
    """One year of one trajectory, cell by cell."""
    rates, pattern, start = sizes.rates(1), sizes.pattern(territories), sizes.base(territories)
    nation = reference.Nation(
        rates.survival[0].values, rates.fertility[0].values, 1.06, rates.immigrants[0].values, rates.emigrants[0].values
    )
    parts = [
        reference.Territory(
            pattern.mortality[r].values,
            pattern.fertility[r].values,
            pattern.immigrants[r].values,
            pattern.emigrants[r].values / start[r],
        )
        for r in range(territories)
    ]
    began = time.perf_counter()
    reference.project_one_reconciled_year(start, nation, parts, pattern.internal_migration.values)
    return time.perf_counter() - began


def measure(name: str) -> Row:
    prepare, trajectories, territories = ROWS[name]
    run = prepare()
    run()  # compiles, or loads what was compiled
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    taken = statistics.median(seconds)
    slow = reference_seconds(territories) * trajectories * YEARS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Row(name, round(taken, 4), round(peak, 1), round(slow / taken, 1))


def main() -> None:
    if "--row" in sys.argv:
        print(json.dumps(asdict(measure(sys.argv[sys.argv.index("--row") + 1]))))
        return
    rows = []
    for name in ROWS:
        print(f"measuring: {name}", file=sys.stderr)
        answer = subprocess.run([sys.executable, __file__, "--row", name], check=True, capture_output=True, text=True)
        rows.append(json.loads(answer.stdout))
    if "--json" in sys.argv:
        print(json.dumps(rows, indent=1))
        return
    print(f"{'':50} {'seconds':>9} {'peak MB':>9} {'x reference':>12}")
    for row in rows:
        print(f"{row['name']:50} {row['seconds']:9.3f} {row['peak_mb']:9.0f} {row['reference_ratio']:12,.0f}")


if __name__ == "__main__":
    main()
