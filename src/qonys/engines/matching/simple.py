"""What is done without an engine: the largest gain first, the order of application, chance. To compare with."""

from __future__ import annotations

import numpy as np

from qonys.engines.matching.kernels import taking
from qonys.engines.matching.problem import UNPLACED, Placement, Places
from qonys.engines.matching.sheet import Sheet


def by_gain(problem: Placement, sheet: Sheet | None = None) -> Places:
    """The pair of family and place with the largest gain, while there is room, again and again."""
    sheet = sheet or Sheet.of(problem)
    place = np.full(len(sheet.family), UNPLACED, dtype=np.int32)
    taking.by_gain(sheet.gain, sheet.need, sheet.room.copy(), place)
    return _whole(problem, sheet, place)


def in_order(problem: Placement, order: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None) -> Places:
    """Each family in turn to the best place with room; by default in the order of the rows, who applied first."""
    sheet = Sheet.of(problem)
    row = np.full(problem.shape[0], -1)
    row[sheet.family] = np.arange(len(sheet.family))
    rows = row[np.arange(problem.shape[0]) if order is None else order]
    place = np.full(len(sheet.family), UNPLACED, dtype=np.int32)
    taking.in_order(rows[rows >= 0], sheet.gain, sheet.need, sheet.room.copy(), place)
    return _whole(problem, sheet, place)


def by_chance(problem: Placement, seed: int) -> Places:
    """Families in any order, each to any place with room."""
    random = np.random.default_rng(seed)
    even = np.where(np.isnan(problem.gain), np.nan, random.random(problem.gain.shape, dtype=np.float32))
    blind = Placement(even.astype(np.float32), problem.need, problem.capacity, fixed=problem.fixed)
    return in_order(blind, random.permutation(problem.shape[0]))


def _whole(problem: Placement, sheet: Sheet, place: Places) -> Places:
    whole = np.where(problem.fixed >= 0, problem.fixed, UNPLACED).astype(np.int32)
    whole[sheet.family] = place
    return whole
