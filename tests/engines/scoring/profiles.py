"""Random people for the rule sets, and the rule sets the tests share."""

from __future__ import annotations

from datetime import date

import numpy as np

from qonys.engines.scoring.kinds import Value
from qonys.engines.scoring.rules import RuleSet

# One day in each time between two changes, and the first day of each change.
CRS_DAYS = (
    date(2015, 6, 1),
    date(2016, 11, 18),
    date(2016, 11, 19),
    date(2017, 6, 6),
    date(2020, 10, 20),
    date(2025, 3, 25),
)
LIKELY = {
    "age": (15, 50),
    "canadian_work_years": (0, 7),
    "foreign_work_years": (0, 5),
    "spouse_canadian_work_years": (0, 7),
}


def columns(rules: RuleSet, size: int, seed: int) -> dict[str, np.ndarray]:
    """Codes for every field: half of the people anywhere within the bounds, half where most people are."""
    rng = np.random.default_rng(seed)
    found = {}
    for field in rules.fields:
        low, high = LIKELY.get(field.name, (field.kind.low, field.kind.high))
        likely = rng.integers(low, high + 1, size)
        anywhere = rng.integers(field.kind.low, field.kind.high + 1, size)
        found[field.name] = np.where(rng.random(size) < 0.5, likely, anywhere).astype(np.int32)
    return found


def fluent(found: dict[str, np.ndarray], seed: int) -> dict[str, np.ndarray]:
    """Gives one person in three the same level in all four abilities of a language: bonuses ask for all of them."""
    rng = np.random.default_rng(seed)
    size = len(found["age"])
    for language in ("clb1", "clb2", "spouse_clb"):
        level, even = rng.integers(3, 11, size), rng.random(size) < 0.34
        for ability in ("listening", "speaking", "reading", "writing"):
            name = f"{language}_{ability}"
            found[name] = np.where(even, level, found[name]).astype(np.int32)
    return found


def person(rules: RuleSet, found: dict[str, np.ndarray], row: int) -> dict[str, Value]:
    return {field.name: field.kind.value(int(found[field.name][row])) for field in rules.fields}
