"""The table nearest to a first guess whose rows and columns have known sums (Deming and Stephan 1940)."""

from __future__ import annotations

import numpy as np

from qonys.engines.flows.history import Floats
from qonys.engines.vocabulary.errors import SumsDisagree

TOLERANCE = 1e-12  # largest relative gap between a sum and its margin
ROUNDS = 300
NEWTON_STEPS, LONGEST_STEP = 100, 2.0
GOOD_ENOUGH = 1e-9  # what is still accepted after that many rounds
CLOSE_TOTALS = 0.2  # share by which arrivals and departures may differ before they describe different moves


def reconciled(departures: Floats, arrivals: Floats) -> tuple[Floats, Floats, float]:
    """Both sides scaled to their mean total, and by how much they differed, as a share.

    Everybody who leaves one territory arrives in another; papers come late, so published totals differ a little.
    Raises SumsDisagree where they differ so much that they cannot be the same moves.
    """
    gone, come = float(departures.sum()), float(arrivals.sum())
    gap = abs(gone - come) / max(gone, come, 1e-300)
    if gap > CLOSE_TOTALS:
        raise SumsDisagree(
            "the sums of arrivals and of departures are far apart.",
            value=f"departures {gone:.0f}, arrivals {come:.0f}",
            remedy="Give moves between the territories only, without those from and to abroad.",
        )
    total = (gone + come) / 2.0
    return departures * (total / max(gone, 1e-300)), arrivals * (total / max(come, 1e-300)), gap


def rake(guess: Floats, departures: Floats, arrivals: Floats) -> Floats:
    """Scale rows and columns of `guess` (..., R, R), zero diagonal, until both margins (..., R) hold.

    Raises SumsDisagree where no such table exists: a territory that receives more than all others send.
    """
    table = np.array(guess, dtype=np.float64)
    total = np.maximum(departures.sum(axis=-1, keepdims=True), 1e-300)
    for _ in range(ROUNDS):
        table *= _factor(departures, table.sum(axis=-1))[..., :, None]
        table *= _factor(arrivals, table.sum(axis=-2))[..., None, :]
        gap = np.abs(table.sum(axis=-1) - departures)
        if (gap <= TOLERANCE * np.maximum(departures, 1e-9 * total)).all():
            return table
    # Where the margins leave hardly any choice, scaling creeps; Newton's method does not.
    places = list(np.ndindex(table.shape[:-2]))
    for place in places:
        table[place] = _newton(table[place], departures, arrivals)
    gap = np.abs(table.sum(axis=-1) - departures)
    if (gap <= GOOD_ENOUGH * total).all():
        return table
    raise SumsDisagree(
        "no table of flows has these arrivals and departures.",
        value=float(gap.max()),
        remedy="Look for a territory that receives more than all others send, or sends what nobody receives.",
    )


def _newton(table: Floats, departures: Floats, arrivals: Floats) -> Floats:
    """The same scaling by Newton steps on the logarithms of the row and column factors.

    The raked table minimises sum(table * exp(a + b)) - a @ departures - b @ arrivals, a convex function.
    """
    size = len(table)
    for _ in range(NEWTON_STEPS):
        rows, columns = table.sum(axis=1), table.sum(axis=0)
        missing = np.concatenate([departures - rows, arrivals - columns])
        if np.abs(missing).max() <= TOLERANCE * max(float(departures.sum()), 1e-300):
            break
        curvature = np.block([[np.diag(rows), table], [table.T, np.diag(columns)]])
        step = np.linalg.lstsq(curvature, missing, rcond=1e-13)[0]
        step *= min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-300))
        table = table * np.exp(step[:size, None] + step[None, size:])
    table = table * _factor(departures, table.sum(axis=1))[:, None]
    return np.asarray(table * _factor(arrivals, table.sum(axis=0))[None, :])


def _factor(wanted: Floats, found: Floats) -> Floats:
    return np.divide(wanted, found, out=np.zeros_like(found), where=found > 0)
