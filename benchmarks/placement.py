"""Bars of the placement engine: value, bound, gap, seconds and memory on invented instances (placement_data.py).

    python benchmarks/placement.py          a table: what, measured, bar, whether it holds; and every plan beside others
    python benchmarks/placement.py --json   a list of {name, measured, bar, holds}
    python benchmarks/placement.py tiny     one case alone: regions, country, districts, tiny, online, price, stable,
                                            reference

Each case runs in a process of its own, compiled before the clock starts. The seed of every instance is 2026. In one
table: the largest gain first (greedy), the order of application, chance, the engine; and for a small instance HiGHS on
the whole program, relaxed and in whole numbers.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from placement_data import instance

from qonys.engines.matching import Budget, Placement, Plan, simple, solve, warm_up
from qonys.engines.matching.online import Desk
from qonys.engines.matching.stable import Market, stable

SEED = 2026
FINE = 5e-6


@dataclass(frozen=True)
class Row:
    name: str
    measured: float
    bar: str
    holds: bool


def at_most(name: str, measured: float, bar: float) -> Row:
    return Row(name, round(float(measured), 7), f"<= {bar:g}", bool(measured <= bar))


def at_least(name: str, measured: float, bar: float) -> Row:
    return Row(name, round(float(measured), 7), f">= {bar:g}", bool(measured >= bar))


def say(name: str, value: float, extra: str = "") -> None:
    print(f"    {name:<28} {value:>14,.1f}  {extra}", file=sys.stderr)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def solved(problem: Placement, seconds: float) -> tuple[Plan, float]:
    began = time.monotonic()
    plan = solve(problem, budget=Budget(seconds, time.monotonic, gap=FINE))
    return plan, time.monotonic() - began


def compared(n: int, places: int, seconds: float) -> tuple[Plan, float, float]:
    """The engine, and what is done without one."""
    problem = Placement(*instance(n, places, SEED))
    plan, took = solved(problem, seconds)
    memory = peak()
    assert problem.allows(plan.place)
    print(f"  {n:,} families, {places} places, 13 capacities a place", file=sys.stderr)
    say("chance", problem.value(simple.by_chance(problem, SEED)))
    say("order of application", problem.value(simple.in_order(problem)))
    say("largest gain first", problem.value(simple.by_gain(problem)))
    say("Qonys", plan.value, f"bound {plan.bound:,.1f}, gap {plan.gap:.2e}, {took:.1f} s, {memory:,.0f} MB")
    return plan, took, memory


def case(name: str, n: int, places: int, seconds: float, gap: float, megabytes: float = 1_200.0) -> list[Row]:
    plan, took, memory = compared(n, places, seconds)
    return [
        at_most(f"{name}: gap", plan.gap, gap),
        at_most(f"{name}: seconds", took, seconds),
        at_most(f"{name}: peak MB", memory, megabytes),
    ]


def online() -> list[Row]:
    """A year of 52 weeks; last year's families are others."""
    gain, need, capacity = instance(40_000, 20, SEED)
    capacity = np.floor(capacity / 2)
    past, year = slice(0, 20_000), Placement(gain[20_000:], need[20_000:], capacity)
    began = time.monotonic()
    desk, value = Desk.open(capacity, gain[past], need[past], 20_000), 0.0
    for rows in np.array_split(np.arange(20_000), 52):
        desk, place = desk.next(year.gain[rows], year.need[rows])
        here = np.flatnonzero(place >= 0)
        value += float(year.gain[rows][here, place[here]].astype(np.float64).sum())
    took = time.monotonic() - began
    hindsight = solved(year, 5.0)[0].bound
    print("  20,000 families week by week, 20 places", file=sys.stderr)
    say("order of application", year.value(simple.in_order(year)))
    say("weekly, with look-ahead", value, f"hindsight at most {hindsight:,.1f}, {took:.1f} s for the year")
    return [at_least("online: share of hindsight", value / hindsight, 0.975)]


def price() -> list[Row]:
    """5 per cent more of the dearest capacity: of all cells the one whose 5 per cent are worth most."""
    problem = Placement(*instance(20_000, 20, SEED))
    plan = solved(problem, 10.0)[0]
    units = np.ceil(problem.capacity * 0.05)
    r, k = np.unravel_index(int((plan.price * units).argmax()), units.shape)
    capacity = problem.capacity.copy()
    capacity[r, k] += units[r, k]
    after = solve(problem.with_capacity(capacity), budget=Budget(10.0, time.monotonic, gap=FINE), start=plan)
    predicted, found = float(plan.price[r, k] * units[r, k]), after.value - plan.value
    print(f"  +{units[r, k]:.0f} units of the dearest capacity of 20,000 x 20", file=sys.stderr)
    say("predicted by its price", predicted)
    say("solved again", found, f"bound {after.bound - plan.bound:+,.2f}")
    return [at_most("price: predicted against solved again", abs(predicted / found - 1), 0.1)]


def matching() -> list[Row]:
    random = np.random.default_rng(SEED)
    n, places = 200_000, 200
    wish = np.argsort(random.random((n, places), dtype=np.float32) + random.random(places, dtype=np.float32), axis=1)
    market = Market.of_units(
        wish.astype(np.int32), np.array([random.permutation(n) for _ in range(places)], dtype=np.int32),
        np.full(places, 900),
    )  # fmt: skip
    small = Market.of_units(market.wish[:50] % 3, np.array([np.arange(50)] * 3, dtype=np.int32), np.full(3, 9))
    stable(small)
    began = time.monotonic()
    found = stable(market)
    took = time.monotonic() - began
    return [
        at_most("stable 200,000 x 200: seconds", took, 1.0),
        at_most("stable: blocking pairs", len(found.blocking), 0),
    ]


def whole_program(problem: Placement, seconds: float, whole: bool) -> tuple[float, float]:
    """HiGHS on all families and places at once: value and bound."""
    n, places, resources = problem.shape
    i, r = np.nonzero(~np.isnan(problem.gain))
    column, k = np.nonzero(problem.need[i])
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_, model.num_row_ = len(i), n + places * resources
    model.col_cost_ = problem.gain[i, r].astype(float)
    model.col_lower_, model.col_upper_ = np.zeros(len(i)), np.ones(len(i))
    model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
    model.row_upper_ = np.concatenate([np.ones(n), problem.capacity.ravel()])
    order = np.argsort(np.concatenate([np.arange(len(i)), column]), kind="stable")
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(1 + np.bincount(column, minlength=len(i)))]).astype(
        np.int32
    )
    model.a_matrix_.index_ = np.concatenate([i, n + r[column] * resources + k])[order].astype(np.int32)
    model.a_matrix_.value_ = np.concatenate([np.ones(len(i)), problem.need[i[column], k]])[order]
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(i)
    solver = highspy.Highs()
    for name, setting in (("output_flag", False), ("threads", 2), ("time_limit", seconds)):
        solver.setOptionValue(name, setting)
    solver.passModel(model)
    solver.run()
    info = solver.getInfo()
    return info.objective_function_value, info.mip_dual_bound if whole else info.objective_function_value


def reference() -> list[Row]:
    """A small instance, where a solver gets somewhere on the whole program; it has 60 seconds, the engine 3."""
    problem = Placement(*instance(1_000, 20, SEED))
    plan, took, _ = compared(1_000, 20, 3.0)
    relaxed, _ = whole_program(problem, 60.0, whole=False)
    value, bound = whole_program(problem, 60.0, whole=True)
    say("HiGHS, families divided", relaxed)
    say("HiGHS, whole families, 60 s", value, f"bound {bound:,.1f}")
    assert relaxed <= plan.bound + 1e-6 and plan.value <= bound + 1e-6
    return [
        at_least("reference: value by HiGHS's after 60 s", plan.value / value, 0.99),
        at_most("reference: bound by the relaxed optimum", plan.bound / relaxed, 1.001),
        at_most("reference: seconds", took, 3.0),
    ]


CASES: dict[str, Callable[[], list[Row]]] = {
    "regions": lambda: case("50,000 x 20", 50_000, 20, 3.0, 1e-4),
    "country": lambda: case("200,000 x 20", 200_000, 20, 12.0, 1e-4),
    "districts": lambda: case("200,000 x 200", 200_000, 200, 40.0, 1.5e-3),
    "tiny": lambda: case("3,000 x 200, tiny capacities", 3_000, 200, 60.0, 0.05),
    "online": online,
    "price": price,
    "stable": matching,
    "reference": reference,
}


def alone(name: str) -> list[dict[str, Any]]:
    answer = subprocess.run(
        [sys.executable, __file__, name, "--json"], check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parent
    )
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


def main() -> None:
    wanted = [each for each in sys.argv[1:] if each in CASES]
    if len(wanted) == 1:
        warm_up()
        rows = [asdict(each) for each in CASES[wanted[0]]()]
    else:
        rows = [row for name in wanted or CASES for row in alone(name)]
    if "--json" in sys.argv:
        print(json.dumps(rows))
        return
    for row in rows:
        print(f"{row['name']:<45} {row['measured']:>14.7g}  {row['bar']:<12} {'holds' if row['holds'] else 'BROKEN'}")


if __name__ == "__main__":
    main()
