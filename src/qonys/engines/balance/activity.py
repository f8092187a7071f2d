"""Activity rates by age and sex, raked so that each territory has its published labour force.

Rates are moved together on the logit scale: the order of ages and sexes is kept and no rate leaves 0..1, which
a common factor would not promise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.vocabulary.errors import OutOfRange, SumsDisagree

Floats = NDArray[np.float64]

ROUNDS = 80  # halvings of the search interval: far below one person
WIDEST = 12.0  # a shift of 12 turns one in two into all but six in a million


def rake_activity(shape: Floats, people: Floats, labour_force: Floats) -> Floats:
    """The shift of each territory on the logit scale, (R,).

    shape: (2, ages), people: (R, 2, ages) at the date of the published `labour_force` (R,).
    Raises OutOfRange where the labour force is not a number or negative, SumsDisagree where it exceeds the people.
    """
    if not np.isfinite(labour_force).all() or (labour_force < 0).any():
        raise OutOfRange("a territory's labour force is missing or negative.", value=labour_force.tolist())
    low, high = np.full(len(people), -WIDEST), np.full(len(people), WIDEST)
    most = active(shape, high, people)
    if (labour_force > most).any():
        worst = int(np.argmax(labour_force - most))
        raise SumsDisagree(
            f"territory number {worst} has a labour force larger than its people of active ages.",
            value=(float(labour_force[worst]), float(most[worst])),
            remedy="Compare units (thousands?) and dates of the two figures.",
        )
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        below = active(shape, middle, people) < labour_force
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2)


def active(shape: Floats, shift: Floats, people: Floats) -> Floats:
    """The labour force of each territory, (R,)."""
    return np.asarray((rates(shape, shift) * people).sum(axis=(1, 2)))


def rates(shape: Floats, shift: Floats) -> Floats:
    """Activity rates (R, 2, ages) from the nation's shape (2, ages) and a shift (R,); zero stays zero, one one."""
    odds = np.exp(shift)[:, None, None] * shape
    return np.asarray(odds / (odds + (1.0 - shape)))


def leaving(activity: Floats, from_age: int, other_exits: float) -> Floats:
    """Share of the people of each cell who leave the labour force for good within a year; same shape, ages last.

    From `from_age` on a fall of activity to the next age is retirement; before it falls are studies and children.
    Everybody active may die or become unable to work (`other_exits`).
    """
    falls = np.zeros_like(activity)
    falls[..., :-1] = np.maximum(activity[..., :-1] - activity[..., 1:], 0.0)
    falls[..., :from_age] = 0.0
    return falls + other_exits * activity
