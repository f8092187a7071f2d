"""Chances by type of family and place from few families: a monotone logistic model with partial pooling.

    logit p = expected + common + steps of the type (bounded) + place + type in place

`expected` is what was thought before any family was followed. Effects of places and of types in places are shrunk
towards it by as much as the data say that places differ at all (empirical Bayes: their variances are estimated by EM
on the Laplace approximation), so that three families in a village do not make it the best or the worst of the country.
Steps the law or common knowledge orders (more schooling never lowers the chance of work) are bounded at zero; they are
fitted by projected Newton steps (Bertsekas 1982). Without data the answer is `expected`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri

from qonys.engines.vocabulary.errors import OutOfRange

Floats = NDArray[np.float64]

COMMON_SD, STEP_SD = 1.0, 1.0  # how far the whole country, or one step, may be from what was expected, on the logit
FIRST_SD, LEAST_SD = 0.4, 0.02
ROUNDS, STEPS, ENOUGH = 12, 40, 1e-7


@dataclass(frozen=True)
class Trials:
    """How many of how many, by cell: types x places, or types x places x years. Counts need not be whole: rounded and
    weighted ones come in too."""

    happened: Floats
    of: Floats

    def __post_init__(self) -> None:
        if self.happened.shape != self.of.shape or self.happened.ndim < 2:
            raise OutOfRange(
                "counts come by type and place, the same for what happened and for how many were asked.",
                where="outcomes",
                value=(self.happened.shape, self.of.shape),
            )
        if (self.happened < 0).any() or (self.happened > self.of + 1e-9).any():
            raise OutOfRange(
                "more happened than could.", where="outcomes", remedy="Count trials as the sum of both answers."
            )


@dataclass(frozen=True)
class Design:
    """What was expected, and which steps each cell has taken. The first axis is the type, the second the place.

    `steps`: cells x steps, 1 where the cell has taken it; `lowest`: the least each may do to the logit. 0 says that it
    never lowers the chance; minus what `expected` holds of it says so of both together; minus infinity leaves it free.
    Cells of one type and place share an effect, cells of one place another: a place may suit one type more.
    """

    expected: Floats  # logit, by cell
    steps: Floats  # (*cells, steps)
    lowest: Floats  # (steps,)


@dataclass(frozen=True)
class Chances:
    """Estimated chances by cell, with how sure they are."""

    chance: Floats
    low: Floats  # central 90 % of what the data leave open
    high: Floats
    steps: Floats  # on the logit
    place_sd: float  # how much places differ, on the logit
    cell_sd: float  # how much types differ within a place, beyond their steps
    families: float

    @property
    def sure(self) -> Floats:
        """Width of the interval: where it is wide, a family more tells most."""
        return self.high - self.low


@dataclass(frozen=True)
class _Layout:
    """The columns of the model: common, steps, places, types in places."""

    matrix: Floats  # (cells, columns)
    offset: Floats
    lowest: Floats  # (columns,): 0 where a step may only rise
    places: slice
    cells: slice


def fit(trials: Trials, design: Design) -> Chances:
    """Chances of every cell, also of those nobody was ever in."""
    layout = _layout(trials, design)
    happened, of = trials.happened.ravel(), trials.of.ravel()
    place_sd = cell_sd = FIRST_SD
    effects = np.zeros(layout.matrix.shape[1])
    spread = np.diag(_variances(layout, place_sd, cell_sd))
    for _round in range(ROUNDS if of.any() else 0):
        effects, spread = _most_likely(layout, happened, of, _variances(layout, place_sd, cell_sd), effects)
        known = effects**2 + np.diag(spread)
        before = (place_sd, cell_sd)
        place_sd, cell_sd = (max(float(np.sqrt(known[at].mean())), LEAST_SD) for at in (layout.places, layout.cells))
        if max(abs(place_sd - before[0]), abs(cell_sd - before[1])) < 0.005:
            break
    return _chances(trials, design, layout, effects, spread, (place_sd, cell_sd))


def _layout(trials: Trials, design: Design) -> _Layout:
    shape = trials.of.shape
    types, places = np.indices(shape)[:2]
    count, steps = shape[1], design.steps.shape[-1]
    rows = trials.of.size
    matrix = np.zeros((rows, 1 + steps + count + shape[0] * count))
    matrix[:, 0] = 1.0
    matrix[:, 1 : 1 + steps] = design.steps.reshape(rows, steps)
    at, here = np.arange(rows), places.ravel()
    matrix[at, 1 + steps + here] = 1.0
    matrix[at, 1 + steps + count + types.ravel() * count + here] = 1.0
    lowest = np.full(matrix.shape[1], -np.inf)
    lowest[1 : 1 + steps] = design.lowest
    first = 1 + steps
    return _Layout(
        matrix, design.expected.ravel(), lowest, slice(first, first + count), slice(first + count, matrix.shape[1])
    )


def _variances(layout: _Layout, place_sd: float, cell_sd: float) -> Floats:
    variances = np.full(layout.matrix.shape[1], STEP_SD**2)
    variances[0] = COMMON_SD**2
    variances[layout.places], variances[layout.cells] = place_sd**2, cell_sd**2
    return variances


def _most_likely(
    layout: _Layout, happened: Floats, of: Floats, variances: Floats, start: Floats
) -> tuple[Floats, Floats]:
    """The posterior mode within the bounds, and the covariance around it."""
    asked = of > 0  # a cell nobody was in says nothing, and costs nothing
    matrix, offset = layout.matrix[asked], layout.offset[asked]
    happened, of = happened[asked], of[asked]
    effects = start
    value = _loss(matrix, offset, happened, of, variances, effects)
    for _step in range(STEPS):
        gradient, curvature = _slope(matrix, offset, happened, of, variances, effects)
        held = (effects <= layout.lowest) & (gradient > 0)  # at a bound, and would go below
        free = ~held
        way = np.zeros_like(effects)
        way[free] = -np.linalg.solve(curvature[np.ix_(free, free)], gradient[free])
        share, fell = 1.0, False
        while share > 1e-6:
            tried = np.maximum(effects + share * way, layout.lowest)
            new = _loss(matrix, offset, happened, of, variances, tried)
            if new <= value:
                fell, effects = value - new > ENOUGH, tried
                value = new
                break
            share /= 2
        if not fell:
            break
    _, curvature = _slope(matrix, offset, happened, of, variances, effects)
    return effects, np.asarray(np.linalg.inv(curvature), dtype=np.float64)


def _loss(matrix: Floats, offset: Floats, happened: Floats, of: Floats, variances: Floats, effects: Floats) -> float:
    logit = offset + matrix @ effects
    return float((of * np.logaddexp(0, logit) - happened * logit).sum() + (effects**2 / variances).sum() / 2)


def _slope(
    matrix: Floats, offset: Floats, happened: Floats, of: Floats, variances: Floats, effects: Floats
) -> tuple[Floats, Floats]:
    chance = expit(offset + matrix @ effects)
    gradient = matrix.T @ (of * chance - happened) + effects / variances
    curvature = (matrix.T * (of * chance * (1 - chance))) @ matrix + np.diag(1 / variances)
    return gradient, curvature


def _chances(
    trials: Trials, design: Design, layout: _Layout, effects: Floats, spread: Floats, sds: tuple[float, float]
) -> Chances:
    logit = layout.offset + layout.matrix @ effects
    deviation = np.sqrt(np.einsum("ij,jk,ik->i", layout.matrix, spread, layout.matrix, optimize=True))
    reach = ndtri(0.95) * deviation
    chance, low, high = (expit(each).reshape(trials.of.shape) for each in (logit, logit - reach, logit + reach))
    steps = effects[1 : 1 + design.steps.shape[-1]]
    return Chances(chance, low, high, steps, place_sd=sds[0], cell_sd=sds[1], families=float(trials.of.sum()))
