"""Bars of the flows engine: accuracy, coverage, coherence, seconds and memory, on published tables.

    python benchmarks/flows.py          a table: what, measured, bar, whether it holds
    python benchmarks/flows.py --json   a list of {name, measured, bar, holds}

Every forecast is made from what was known at its cut-off. Errors are relative to persistence (by quarter: the same
quarter a year before). Seconds and memory are those of the whole command in a process of its own, from a cold start.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.flows.forecast import Window, forecast
from qonys.engines.flows.gravity import estimate
from qonys.engines.flows.history import History
from qonys.engines.flows.nowcast import nowcast
from qonys.engines.flows.tidying import tidy
from qonys.origin_destination import backtesting
from qonys.origin_destination.reading import read_distances, read_flows

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "flows"
BY_COMMAND = "import sys\nfrom qonys.cli import main\nsys.argv[0] = 'qonys'\nmain()"


@dataclass(frozen=True)
class Row:
    name: str
    measured: float
    bar: str
    holds: bool


def at_most(name: str, measured: float, bar: float) -> Row:
    return Row(name, round(float(measured), 4), f"<= {bar:g}", bool(measured <= bar))


def between(name: str, measured: float, low: float, high: float) -> Row:
    return Row(name, round(float(measured), 4), f"{low:g}-{high:g}", bool(low <= measured <= high))


def at_least(name: str, measured: float, bar: float) -> Row:
    return Row(name, round(float(measured), 4), f">= {bar:g}", bool(measured >= bar))


def path_of(name: str) -> Path:
    return DATA / f"{name}.csv.gz"


def published(name: str) -> History:
    return tidy(read_flows(path_of(name))).history


def board(name: str, first: int, horizon: int) -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        backtesting.run(path_of(name), Path(folder), horizon, first)
        return pl.read_csv(Path(folder) / "scoreboard.csv")


def by_year() -> Iterator[Row]:
    korea = board("korea16_annual_od", 2007, 3)
    for ahead, bar in ((1, 0.99), (3, 1.02)):
        row = korea.row(ahead - 1, named=True)
        yield at_most(f"korea16 by year, {ahead} ahead, 13 cut-offs", row["relative_error"], bar)
        yield at_most(f"korea16 by year, {ahead} ahead, worst cut-off", row["worst_relative_error"], 1.10)
    row = korea.row(0, named=True)
    yield between("korea16 pairs within their 80 % intervals", row["covered80"], 0.78, 0.83)
    yield at_least("korea16 pairs within, worst cut-off", row["worst_covered80"], 0.65)
    yield between("korea16 territories' totals within", row["totals_covered80"], 0.75, 0.85)
    for row in board("uk_regions_annual_od", 2016, 3).iter_rows(named=True):
        yield at_most(f"UK regions by year, {row['horizon']} ahead", row["relative_error"], 1.00)


def by_quarter() -> Iterator[Row]:
    korea = board("korea16_quarterly_od", 2008, 4)
    for ahead, bar in ((1, 0.80), (2, 0.84), (4, 0.955)):
        row = korea.row(ahead - 1, named=True)
        yield at_most(f"korea16 by quarter, {ahead} ahead, from 2008Q4", row["relative_error"], bar)
    yield between("korea16 by quarter, pairs within, 1 ahead", korea["covered80"][0], 0.78, 0.83)


def part_of_year() -> Iterator[Row]:
    record = published("korea16_quarterly_od")
    for known, bar in ((1, 0.735), (2, 0.575), (3, 0.394)):
        errors = np.zeros(2)
        for year in range(10, 23):
            made = forecast(record.until(4 * year + known), [Window(1 - known, 4 - known)])
            outcome, before = (record.flows[4 * y : 4 * y + 4].sum(axis=0) for y in (year, year - 1))
            errors += [np.abs(said - outcome).sum() for said in (made.pairs.mean[0], before)]
        yield at_most(f"korea16 year from its first {known} quarters", errors[0] / errors[1], bar)


def from_margins() -> Iterator[Row]:
    for name, lengths in (("korea16_annual_od", range(10, 23)), ("uk_regions_annual_od", range(5, 11))):
        record, errors = published(name), np.zeros(2)
        for length in lengths:
            said = nowcast(record.until(length), record.departures[length], record.arrivals[length])
            outcome = record.flows[length]
            errors += [np.abs(said.flows - outcome).sum(), np.abs(record.flows[length - 1] - outcome).sum()]
        yield at_most(f"{name} nowcast from margins", errors[0] / errors[1], 0.42)


def hidden_matrix() -> Iterator[Row]:
    record = published("korea16_annual_od")
    apart = read_distances(path_of("korea_distance"), record.regions)
    errors, moves, inside = np.zeros(2), 0.0, []
    for t in range(record.length):
        made, true = estimate(record.departures[t], record.arrivals[t], apart), record.flows[t]
        errors += [np.abs(said - true).sum() for said in (made.flows, made.static)]
        moves += true.sum()
        inside.append(np.mean((made.low <= true) & (true <= made.high)))
    yield at_most("hidden matrix, share of moves misplaced (static gravity's: next row)", errors[0] / moves, 0.26)
    yield at_most("static gravity, share of moves misplaced", errors[1] / moves, 1.0)
    yield at_most("hidden matrix over static gravity", errors[0] / errors[1], 2 / 3)
    yield between("hidden matrix, pairs within their 80 % intervals", float(np.mean(inside)), 0.72, 0.88)


def coherence() -> Iterator[Row]:
    record = published("korea16_quarterly_od")
    quarters = forecast(record, [Window(q, q) for q in range(1, 9)])
    years = forecast(record, [Window(1, 4), Window(5, 8)])
    gaps = [
        np.abs(quarters.pairs.mean.reshape(2, 4, -1).sum(axis=1) / years.pairs.mean - 1).max(),
        np.abs(years.departures.mean.sum(axis=1) / years.nation.mean[:, 0] - 1).max(),
        np.abs(years.arrivals.mean.sum(axis=1) / years.nation.mean[:, 0] - 1).max(),
    ]
    yield at_most("coherence: largest relative gap", max(gaps), 1e-9)


def large_file(folder: Path, regions: int = 200, years: int = 30) -> Path:
    """39,800 pairs x 30 years of Poisson counts around a gravity model."""
    luck = np.random.default_rng(1)
    origin, destination = np.nonzero(~np.eye(regions, dtype=bool))
    mass, places = np.exp(luck.normal(0, 1.2, regions)), luck.uniform(0, 1000, (regions, 2))
    apart = np.hypot(*(places[origin] - places[destination]).T) + 30
    level = mass[origin] * mass[destination] / apart
    out, into = (np.cumsum(luck.normal(0, 0.04, (years, regions)), axis=0) for _ in range(2))
    counts = luck.poisson(2e6 * level / level.sum() * np.exp(out[:, origin] + into[:, destination]))
    names = np.array([f"R{number:03d}" for number in range(regions)])
    columns = {
        "origin": np.tile(names[origin], years),
        "destination": np.tile(names[destination], years),
        "year": np.repeat(np.arange(1991, 1991 + years), origin.size),
        "flow": counts.ravel(),
    }
    pl.DataFrame(columns).write_csv(folder / "large.csv")
    return folder / "large.csv"


def seconds_and_memory() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = command(path_of("korea16_annual_od"), folder, 3)
        yield at_most("flows forecast on korea16, seconds from a cold start", small, 5)
        yield at_most("39,800 pairs x 30 years, 5 ahead, seconds", command(large_file(folder), folder, 5), 60)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
        yield at_most("39,800 pairs x 30 years, GB", peak, 4)


def command(path: Path, folder: Path, horizon: int) -> float:
    began = time.perf_counter()
    words = ["flows", "forecast", str(path), "--horizon", str(horizon), "--out", str(folder / "pred.csv")]
    subprocess.run([sys.executable, "-c", BY_COMMAND, *words], check=True, capture_output=True)
    return time.perf_counter() - began


BARS: tuple[Callable[[], Iterator[Row]], ...] = (
    by_year, by_quarter, part_of_year, from_margins, hidden_matrix, coherence, seconds_and_memory,
)  # fmt: skip


def main() -> None:
    rows = []
    for bars in BARS:
        print(f"measuring: {bars.__name__}", file=sys.stderr)
        rows += list(bars())
    if "--json" in sys.argv:
        print(json.dumps([asdict(row) for row in rows], indent=1))
        return
    print(f"{'':76} {'measured':>9}  {'bar':>10}")
    for row in rows:
        print(f"{row.name:76} {row.measured:>9.4g}  {row.bar:>10}  {'' if row.holds else 'FAILS'}")


if __name__ == "__main__":
    main()
