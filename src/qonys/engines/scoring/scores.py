"""Many people at once: total, every line, and what the caps took, at more than ten million people a second."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from qonys.engines.scoring import kernel
from qonys.engines.scoring.people import People, demand_complete
from qonys.engines.scoring.program import Program, scoring_program
from qonys.engines.scoring.rules import RuleSet

THREADS = 2
FEWEST_PER_THREAD = 16 * kernel.BLOCK
_NOTHING = np.empty(0, dtype=np.int32)
_NO_ROWS = np.empty((0, 0), dtype=np.int16)


@dataclass(frozen=True)
class Scores:
    """`items` (lines, persons) in the order of `rules.items`. Items less `lost_to_cap` are the total, exactly."""

    rules: RuleSet
    total: np.ndarray
    items: np.ndarray
    lost_to_cap: np.ndarray

    def __len__(self) -> int:
        return len(self.total)

    def item(self, name: str) -> np.ndarray:
        """The points of one line, before any cap."""
        return self.items[self.rules.item_names.index(name)]

    @property
    def passes(self) -> np.ndarray | None:
        """Who reaches the pass mark; None where the law names none."""
        return None if self.rules.pass_mark is None else np.asarray(self.total >= self.rules.pass_mark.points)


def score(rules: RuleSet, people: People, threads: int = THREADS) -> Scores:
    """The total, every line and the points lost to caps. Raises MissingCell where a fact is unknown."""
    demand_complete(rules, people)
    size = len(people)
    items: np.ndarray = np.empty((len(rules.items), size), dtype=points_shape(rules))
    totals, lost = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    run(scoring_program(rules), people, threads, items=items, totals=totals, lost=lost)
    return Scores(rules, totals, items, lost)


def total_only(rules: RuleSet, people: People, threads: int = THREADS) -> np.ndarray:
    """Only the total of each person. Raises MissingCell where a fact is unknown."""
    demand_complete(rules, people)
    totals = np.empty(len(people), dtype=np.int32)
    run(scoring_program(rules, with_items=False), people, threads, totals=totals)
    return totals


def run(
    program: Program,
    people: People,
    threads: int,
    *,
    items: np.ndarray = _NO_ROWS,
    totals: np.ndarray = _NOTHING,
    lost: np.ndarray = _NOTHING,
    gains: np.ndarray = _NO_ROWS,
) -> None:
    """Fill the outputs. Threads take people by turns of a block; no result depends on how many there are."""

    def part(first: int, last: int) -> None:
        registers = kernel.registers_for(program.registers)
        kernel.evaluate(program.code, program.tables, people.codes, registers, first, last, items, totals, lost, gains)

    in_parts(part, len(people), threads)


def in_parts(part: Callable[[int, int], None], size: int, threads: int) -> None:
    parts = max(1, min(threads, size // FEWEST_PER_THREAD))
    if parts == 1:
        return part(0, size)
    edges = [round(size * each / parts / kernel.BLOCK) * kernel.BLOCK for each in range(parts)] + [size]
    with ThreadPoolExecutor(parts) as pool:
        for done in [pool.submit(part, *edges[each : each + 2]) for each in range(parts)]:
            done.result()


def points_shape(rules: RuleSet) -> type:
    """The narrowest whole numbers that hold every line's points."""
    return np.int16 if all(_fits(*item.bounds) for item in rules.items) else np.int32


def _fits(low: int, high: int) -> bool:
    return np.iinfo(np.int16).min <= low and high <= np.iinfo(np.int16).max
