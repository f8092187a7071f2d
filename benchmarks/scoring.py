"""Bars of the scoring engine on Canada's grid: people a second, and how many times faster than NumPy look-ups.

    python benchmarks/scoring.py            a table
    python benchmarks/scoring.py --agree    also: 20,000 profiles x 6 dates against the grid written down by hand

Two threads. Warm, median of five. The reference is what one would write by hand: the same grid as NumPy look-ups over
whole columns, timed in the same run on the same people.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from qonys.countries import points
from qonys.engines.scoring.many_steps import gains
from qonys.engines.scoring.people import People, people
from qonys.engines.scoring.rules import RuleSet
from qonys.engines.scoring.scores import score, total_only

PEOPLE = 1_000_000
DAY = date(2020, 11, 1)
RUNS = 5
AGES = {
    18: (90, 99),
    19: (95, 105),
    30: (95, 105),
    31: (90, 99),
    32: (85, 94),
    33: (80, 88),
    34: (75, 83),
    35: (70, 77),
}
AGES |= {36: (65, 72), 37: (60, 66), 38: (55, 61), 39: (50, 55), 40: (45, 50), 41: (35, 39), 42: (25, 28), 43: (15, 17)}
AGES |= {44: (5, 6)} | dict.fromkeys(range(20, 30), (100, 110))
ABILITIES = ("listening", "speaking", "reading", "writing")


def columns(rules: RuleSet) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(2026)
    likely = {"age": (17, 50), "canadian_work_years": (0, 7), "foreign_work_years": (0, 6)}
    likely |= {"spouse_canadian_work_years": (0, 7)}
    found = {}
    for field in rules.fields:
        low, high = likely.get(field.name, (field.kind.low, field.kind.high))
        found[field.name] = rng.integers(low, high + 1, PEOPLE).astype(np.int8)
    return found


def by_numpy(c: dict[str, np.ndarray]) -> np.ndarray:
    """The grid of November 2020 as look-ups over whole columns."""
    spouse = c["spouse"]
    alone = 1 - spouse
    age = np.zeros((121, 2), dtype=np.int32)
    for years, pair in AGES.items():
        age[years] = pair
    schooling = np.array([[0, 0], [28, 30], [84, 90], [91, 98], [112, 120], [119, 128], [126, 135], [140, 150]])
    first = np.array([[0, 0]] * 4 + [[6, 6]] * 2 + [[8, 9], [16, 17], [22, 23], [29, 31]] + [[32, 34]] * 3)
    second = np.array([0] * 5 + [1, 1, 3, 3] + [6] * 4)
    partner = np.array([0] * 5 + [1, 1, 3, 3] + [5] * 4)
    work = np.array([[0, 0], [35, 40], [46, 53], [56, 64], [63, 72], [70, 80]])
    total = age[c["age"], alone] + schooling[c["education"], alone]
    total = total + sum(first[c[f"clb1_{each}"], alone] for each in ABILITIES)
    total = total + np.minimum(sum(second[c[f"clb2_{each}"]] for each in ABILITIES), 24 - 2 * spouse)
    total = total + work[np.minimum(c["canadian_work_years"], 5), alone]
    joint = np.array([0, 2, 6, 7, 8, 9, 10, 10])[c["spouse_education"]]
    joint = joint + sum(partner[c[f"spouse_clb_{each}"]] for each in ABILITIES)
    joint = joint + np.array([0, 5, 7, 8, 9, 10])[np.minimum(c["spouse_canadian_work_years"], 5)]
    total = total + joint * spouse
    clb1 = np.minimum.reduce([c[f"clb1_{each}"] for each in ABILITIES])
    clb2 = np.minimum.reduce([c[f"clb2_{each}"] for each in ABILITIES])
    crossed = np.array([[0, 0, 0], [0, 13, 25], [0, 25, 50]])
    fluent = (clb1 >= 7).astype(np.int64) + (clb1 >= 9)
    here, studied = np.minimum(c["canadian_work_years"], 2), np.array([0, 0, 1, 1, 1, 2, 2, 2])[c["education"]]
    abroad = (c["foreign_work_years"] >= 1).astype(np.int64) + (c["foreign_work_years"] >= 3)
    transfer = np.minimum(crossed[studied, fluent] + crossed[studied, here], 50)
    transfer = transfer + np.minimum(crossed[abroad, fluent] + crossed[abroad, here], 50)
    transfer = transfer + c["certificate_of_qualification"] * (25 * (clb1 >= 5) + 25 * (clb1 >= 7))
    french, english = np.where(c["first_official_french"], (clb1, clb2), (clb2, clb1))
    bonus = (french >= 7) * np.where(english >= 5, 50, 25) + 600 * c["provincial_nomination"].astype(np.int64)
    bonus = bonus + np.array([0, 50, 200])[c["job_offer"]] + np.array([0, 15, 30])[c["canadian_education"]]
    return total + np.minimum(transfer, 100) + np.minimum(bonus + 15 * c["sibling"], 600)


def median(run: Callable[[], object]) -> float:
    run()
    seconds = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def main() -> None:
    rules = points.load("canada-crs").on(DAY)
    found = columns(rules)
    everybody: People = people(rules, found)
    assert (by_numpy(found) == score(rules, everybody).total).all(), "the reference disagrees"
    steps = (rules.steps * 2)[:30]
    reference = median(lambda: by_numpy(found))
    rows = [
        ("total and every line", median(lambda: score(rules, everybody)), 0.1, 1),
        ("total only", median(lambda: total_only(rules, everybody)), 0.025, 1),
        ("ladder of 30 steps", median(lambda: gains(rules, everybody, steps)), 0.7, 31),
        ("columns checked", median(lambda: people(rules, found)), 0.1, 1),
    ]
    print(f"{PEOPLE:,} people, {len(rules.items)} lines; NumPy look-ups, total only: {reference:.3f} s")
    for name, seconds, bar, scores in rows:
        speed = f"{PEOPLE * scores / seconds / 1e6:6.1f} M scores/s"
        print(f"{name:22} {seconds:7.4f} s   bar {bar:.3f}   {speed}   {reference * scores / seconds:5.1f} x NumPy")


if __name__ == "__main__":
    main()
    if "--agree" in sys.argv:
        test = Path(__file__).resolve().parents[1] / "tests" / "engines" / "scoring" / "test_crs.py"
        environment = {**os.environ, "QONYS_CRS_PROFILES": "20000"}
        subprocess.run([sys.executable, "-m", "pytest", "-q", str(test)], check=True, env=environment)
