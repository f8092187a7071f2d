"""The restricted linear program: only families that are torn, only the places they are torn between.

    maximise   gains of the columns, less what each place is asked beyond its room at a high price,
               plus what it has left over at a low price
    so that    asked - beyond + left over = room, and each family goes to one place at most

The high and the low price hold the prices of the solution in a box around those known so far, inside which the columns
left out cannot matter; without the box a small program knows too little and its prices are wild.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from qonys.engines.matching.problem import Floats
from qonys.engines.matching.torn import Torn

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Relaxed:
    share: Floats  # (columns,), of a family
    price: Floats  # (R, K)
    bound: float  # of the restricted program
    optimal: bool


def relax(torn: Torn, low: Floats, high: Floats, seconds: float) -> Relaxed:
    """Solve it with prices between `low` and `high` (R, K)."""
    cells = torn.room.size
    solver = _solver(torn, low, high, seconds)
    solver.run()
    solution = solver.getSolution()
    price = np.clip(np.array(solution.row_dual[:cells]).reshape(torn.room.shape), low, high)
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    share = np.array(solution.col_value[: len(torn.worth)])
    return Relaxed(share, price, solver.getObjectiveValue(), optimal)


def _solver(torn: Torn, low: Floats, high: Floats, seconds: float) -> highspy.Highs:
    cells, families, columns = torn.room.size, len(torn.rows), len(torn.worth)
    start, index, value = _matrix(torn)
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_, model.num_row_ = columns + 2 * cells, cells + families
    model.col_cost_ = np.concatenate([torn.worth, -high.ravel(), low.ravel()])
    model.col_lower_ = np.zeros(columns + 2 * cells)
    model.col_upper_ = np.full(columns + 2 * cells, highspy.kHighsInf)
    model.row_lower_ = np.concatenate([torn.room.ravel(), np.full(families, -highspy.kHighsInf)])
    model.row_upper_ = np.concatenate([torn.room.ravel(), np.ones(families)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = start, index, value
    solver = highspy.Highs()
    for name, setting in (("output_flag", False), ("threads", 2), ("time_limit", float(seconds))):
        solver.setOptionValue(name, setting)
    solver.passModel(model)
    return solver


def _matrix(torn: Torn) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """Columns: families at places, then beyond, then left over."""
    cells, resources = torn.room.size, torn.room.shape[1]
    family = torn.family
    column, k = np.nonzero(torn.need[family])
    counts = np.bincount(column, minlength=len(family)) + 1
    start = np.concatenate([[0], np.cumsum(counts)])
    ends = np.zeros(start[-1], dtype=np.bool_)
    ends[start[1:] - 1] = True
    index, value = np.empty(start[-1], dtype=np.int64), np.ones(start[-1])
    index[ends] = cells + family
    index[~ends], value[~ends] = torn.where[column] * resources + k, torn.need[family[column], k]
    every = np.arange(cells)
    return (
        np.concatenate([start, start[-1] + 1 + np.arange(2 * cells)]).astype(np.int32),
        np.concatenate([index, every, every]).astype(np.int32),
        np.concatenate([value, np.full(cells, -1.0), np.ones(cells)]),
    )
