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
from qonys.engines.scoring.unknown import trials
from qonys.engines.vocabulary.errors import MissingCell

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
        row: np.ndarray = self.items[self.rules.item_names.index(name)]
        return row

    @property
    def passes(self) -> np.ndarray | None:
        """Who reaches the pass mark; None where the law names none."""
        mark = self.rules.pass_mark
        return None if mark is None else np.asarray(self.total >= mark.points, dtype=bool)


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


@dataclass(frozen=True)
class Spread:
    """Scores of people of whom something may be unknown: from the fewest to the most points, of the total and lines."""

    rules: RuleSet
    low: np.ndarray
    high: np.ndarray
    items_low: np.ndarray
    items_high: np.ndarray
    lost_to_cap: np.ndarray  # where low is high and every line is settled


def score_spread(rules: RuleSet, people: People, threads: int = THREADS) -> Spread:
    """Every unknown cell takes every value it could have; people of whom all is known have low = high."""
    first = score(rules, People(people.fields, people.codes), threads)
    spread = Spread(
        rules, first.total.copy(), first.total.copy(), first.items.copy(), first.items.copy(), first.lost_to_cap
    )
    rows = people.incomplete
    if not len(rows):
        return spread
    assert people.unknown is not None
    patterns, of_row = np.unique(people.unknown[:, rows].T, axis=0, return_inverse=True)
    for place, pattern in enumerate(patterns):
        unknown = tuple(name for name, is_open in zip(people.fields, pattern, strict=True) if is_open)
        _try_all(spread, people, rows[of_row.ravel() == place], unknown, threads)
    return spread


def _try_all(spread: Spread, people: People, rows: np.ndarray, unknown: tuple[str, ...], threads: int) -> None:
    tried = trials(spread.rules, unknown)
    if tried is None:
        open_fields = ", ".join(unknown)
        remedy = "State more of it; one person alone can be asked for with --explain."
        said = f"too much is unknown to try every case: {open_fields}."
        raise MissingCell(said, where=f"Person {int(rows[0]) + 1}", remedy=remedy)
    for place, trial in enumerate(tried):
        codes = np.ascontiguousarray(people.codes[:, rows])
        for name, code in trial.items():
            codes[people.fields.index(name)] = code
        found = score(spread.rules, People(people.fields, codes), threads)
        for low, high, new in (
            (spread.low, spread.high, found.total),
            (spread.items_low, spread.items_high, found.items),
        ):
            low[..., rows] = new if not place else np.minimum(low[..., rows], new)
            high[..., rows] = new if not place else np.maximum(high[..., rows], new)
