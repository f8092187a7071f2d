"""The best shares as a linear program, with the price of every bound.

    maximise   what is filled of the shortages, a territory's first share counting more than its last
    so that    newcomers of all streams fit into what each territory has to offer, and into the national limits

Each shortage is cut into steps whose worth falls from one to zero, so a quota that nothing else holds back is shared
in proportion to need (to the width of a step, 2 per cent of what a territory gets), and a larger need never earns less.
The worths of two territories' steps are never equal, so the solution is one. It says how many people of a purpose go to
each territory; where several streams fill the same purpose a second program keeps their mix as near as it can to the
one wished for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qonys.engines.allocation.problem import SLACK, QuotaProblem, most_of
from qonys.engines.vocabulary.errors import SumsDisagree

Floats = NDArray[np.float64]

MIX_STEPS = 50  # in how many steps leaving the wished-for mix of a territory gets dearer
WASTE = 1.0  # the price of filling beyond a shortage, as much as the dearest step: only protected minima do it


@dataclass(frozen=True)
class Shares:
    """The optimum before it is brought to whole persons."""

    persons: Floats  # (S, R)
    worth: float  # of the objective
    prices: Floats  # (K, R), worth of one more unit of each resource
    more: Floats  # (K, R), persons that unit would let a territory have more; others may have fewer
    limit_prices: Floats  # (limits,), worth of one more person under each national limit


def best_shares(problem: QuotaProblem, mix: Floats | None = None) -> Shares:
    """`mix` (S, R): the shares of streams wished for in each territory; by default those of the national limits."""
    first = _fill_most(problem)
    persons = first.persons
    if len(set(problem.purpose.tolist())) < len(problem.streams):
        persons = _nearest_mix(problem, persons, _default_mix(problem) if mix is None else mix)
    return replace(first, persons=persons)


def worths(problem: QuotaProblem) -> Floats:
    """Worth of a unit filled in each step, (P, R, steps): falling, and never the same in two territories."""
    purposes, territories = problem.shortage.shape
    offset = (np.arange(purposes * territories) + 0.5).reshape(purposes, territories, 1) / (purposes * territories)
    return np.asarray(1.0 - (np.arange(problem.steps) + offset) / problem.steps)


def _fill_most(problem: QuotaProblem) -> Shares:
    streams, territories = problem.shape
    purposes = len(problem.shortage)
    lines, cells = streams * territories, purposes * territories
    filling = sparse.csr_array(_filling(problem))
    steps = sparse.kron(sparse.eye_array(cells), np.ones((1, problem.steps)))
    rows = sparse.block_array(
        [
            [filling, -steps, -sparse.eye_array(cells)],
            [sparse.csr_array(_bounds(problem)), None, None],
        ]
    )
    bound = _bound_values(problem)
    size = np.outer(problem.shortage, problem.widths).ravel()
    worth = np.concatenate([np.zeros(lines), worths(problem).ravel(), np.full(cells, -WASTE)])
    low = np.concatenate([problem.lower.ravel(), np.zeros(size.size + cells)])
    high = np.concatenate([problem.upper.ravel(), size, np.full(cells, highspy.kHighsInf)])
    solver = program(
        worth, low, high, rows, np.concatenate([np.zeros(cells), np.full(bound.size, -highspy.kHighsInf)]),
        np.concatenate([np.zeros(cells), bound]),
    )  # fmt: skip
    values, duals = solved(solver)
    found, best = values[:lines].reshape(streams, territories), float(worth @ values)
    prices, more = np.zeros(bound.size), np.zeros((bound.size, territories))
    for row in np.flatnonzero(np.abs(duals[cells:]) > SLACK):
        richer = _with_one_more(solver, cells + int(row), float(bound[row]))
        prices[row] = max(float(worth @ richer) - best, 0.0)
        more[row] = richer[:lines].reshape(streams, territories).sum(axis=0) - found.sum(axis=0)
    shape = len(problem.resources), territories
    resources, here = shape[0] * territories, np.tile(np.arange(territories), shape[0])
    return Shares(
        found,
        best,
        prices[:resources].reshape(shape),
        more[np.arange(resources), here].reshape(shape),
        prices[resources:],
    )


def _with_one_more(solver: highspy.Highs, row: int, bound: float) -> Floats:
    """The best values with one unit more in that row.

    A dual is not enough: where two things run out at once it speaks of only one of them, and one unit of that alone
    may change nothing. A bound with a dual of zero is worth nothing, so only the others are solved again.
    """
    solver.changeRowBounds(row, -highspy.kHighsInf, bound + 1.0)
    values, _ = solved(solver)
    solver.changeRowBounds(row, -highspy.kHighsInf, bound)
    return values


def _nearest_mix(problem: QuotaProblem, persons: Floats, mix: Floats) -> Floats:
    """The same filling of every purpose and territory, with streams as near the wished-for mix as bounds allow."""
    streams, territories = problem.shape
    lines = streams * territories
    wish = _wish(problem, persons, mix)
    one, filling, bounds = sparse.eye_array(lines), sparse.csr_array(_filling(problem)), _bounds(problem)
    away = sparse.kron(one, np.ones((1, MIX_STEPS)))
    rows = sparse.block_array(
        [[filling, None], [sparse.csr_array(bounds), None], [one, -away], [-one, -away]]  # |x - wish| <= distance
    )
    kept = problem.filled(persons).ravel()
    free = np.full(len(bounds) + 2 * lines, -highspy.kHighsInf)
    # The first solution holds its bounds to a rounding error: the second must not be refused for it.
    most = np.maximum(_bound_values(problem), bounds @ persons.ravel())
    low = np.concatenate([problem.lower.ravel(), np.zeros(lines * MIX_STEPS)])
    # The further from the wish the dearer, so that many territories give a little and none gives all.
    width = np.repeat(persons.sum(axis=0)[None, :] / MIX_STEPS, streams, axis=0)
    steps = np.repeat(width.ravel()[:, None], MIX_STEPS, axis=1)
    steps[:, -1] = highspy.kHighsInf
    high = np.concatenate([problem.upper.ravel(), steps.ravel()])
    cost = np.concatenate([np.zeros(lines), np.tile(-np.arange(1.0, MIX_STEPS + 1), lines)])
    tolerance = 1e-7 * np.maximum(kept, 1.0)
    values, _ = solve(
        cost, low, high, rows, np.concatenate([kept - tolerance, free]),
        np.concatenate([kept + tolerance, most, wish.ravel(), -wish.ravel()]),
    )  # fmt: skip
    return np.asarray(values[:lines].reshape(streams, territories))


def _wish(problem: QuotaProblem, persons: Floats, mix: Floats) -> Floats:
    """Persons of each stream if every territory had the mix, its purposes filled as they are: (S, R)."""
    weighted = mix * problem.fills[:, None]
    total = np.zeros_like(problem.shortage)
    np.add.at(total, problem.purpose, weighted)
    whole, filled = total[problem.purpose], problem.filled(persons)[problem.purpose]
    return np.divide(mix * filled, whole, out=np.zeros_like(mix), where=whole > 0)


def _default_mix(problem: QuotaProblem) -> Floats:
    most = np.array([most_of(problem, s) for s in range(len(problem.streams))])
    largest = most[np.isfinite(most)].max(initial=1.0)
    each = np.where(np.isfinite(most), most, largest)
    return np.asarray(np.repeat(each[:, None], len(problem.territories), axis=1), dtype=np.float64)


def _filling(problem: QuotaProblem) -> Floats:
    """What each line (stream, territory) fills of each cell (purpose, territory)."""
    purposes = np.zeros((len(problem.shortage), len(problem.streams)))
    purposes[problem.purpose, np.arange(len(problem.streams))] = problem.fills
    return np.asarray(np.kron(purposes, np.eye(len(problem.territories))), dtype=np.float64)


def _bounds(problem: QuotaProblem) -> Floats:
    """One row per resource and territory, then one per national limit, over the lines."""
    here = np.eye(len(problem.territories))
    rows = [np.kron(resource.per_person[None, :], here) for resource in problem.resources]
    everywhere = np.ones((1, len(problem.territories)))
    rows += [np.kron(limit.streams.astype(float)[None, :], everywhere) for limit in problem.limits]
    return np.vstack(rows) if rows else np.zeros((0, len(problem.streams) * len(problem.territories)))


def _bound_values(problem: QuotaProblem) -> Floats:
    spare = [resource.spare for resource in problem.resources]
    limits = np.array([limit.persons for limit in problem.limits], dtype=np.float64)
    return np.concatenate([*spare, limits])


def solve(
    worth: Floats, low: Floats, high: Floats, rows: sparse.sparray, row_low: Floats, row_high: Floats
) -> tuple[Floats, Floats]:
    """Maximise worth @ x; the values and the duals of the rows. Raises SumsDisagree if no x satisfies the rows."""
    return solved(program(worth, low, high, rows, row_low, row_high))


def program(
    worth: Floats, low: Floats, high: Floats, rows: sparse.sparray, row_low: Floats, row_high: Floats
) -> highspy.Highs:
    """Maximise worth @ x, to be solved. One thread and the simplex method: same bytes always."""
    columns = sparse.csc_array(rows)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = worth.size, row_low.size
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = worth, low.astype(float), high.astype(float)
    model.row_lower_, model.row_upper_ = row_low, row_high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = (
        columns.indptr, columns.indices, columns.data,
    )  # fmt: skip
    solver = highspy.Highs()
    for option, setting in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("random_seed", 0)):
        solver.setOptionValue(option, setting)
    solver.passModel(model)
    return solver


def solved(solver: highspy.Highs) -> tuple[Floats, Floats]:
    """The best values and the duals of the rows. Raises SumsDisagree."""
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise SumsDisagree(
            "no quota satisfies all bounds at once.",
            value=solver.modelStatusToString(status),
            remedy="Check protected minima against what territories have to offer and the national limits.",
        )
    solution = solver.getSolution()
    return np.array(solution.col_value), np.array(solution.row_dual)
