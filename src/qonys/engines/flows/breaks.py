"""Breaks of the nation's level: changes out of all proportion, which come from counting more often than from moving."""

from __future__ import annotations

import numpy as np

from qonys.engines.flows import periods
from qonys.engines.flows.faults import Fault, Kind
from qonys.engines.flows.history import Bools, History

SMALLEST = 0.20  # log; yearly changes of register totals stay below it in peace time
TIMES_USUAL = 4.0  # robust standard deviations of the other changes
TO_SIGMA = 1.4826  # from the median absolute deviation, for normal errors


def jumps(history: History) -> Bools:
    """Whether the nation's total jumped into each period (T,), compared with a year before."""
    lag, far = history.per_year, np.zeros(history.length, dtype=bool)
    level = np.log(history.nation + 0.5)
    change = level[lag:] - level[:-lag]
    for position in range(change.size):  # what was known then decides, so that a rolling test sees what it would have
        others = np.delete(change[: position + 1], position) if position else np.zeros(1)
        usual = float(np.median(others))
        spread = TO_SIGMA * float(np.median(np.abs(others - usual)))
        chance = float(np.sqrt(1.0 / (history.nation[position] + 1.0) + 1.0 / (history.nation[lag + position] + 1.0)))
        far[lag + position] = abs(change[position] - usual) > max(SMALLEST, TIMES_USUAL * max(spread, chance))
    # A jump is seen a whole year long against the year before; it happened in the first of these periods.
    started = np.zeros_like(far)
    for place in np.flatnonzero(far):
        position = int(place)
        started[position] = not started[max(position - lag + 1, 0) : position].any()
    return started


def level_jumps(history: History) -> list[Fault]:
    faults = []
    for position in np.flatnonzero(jumps(history)):
        times = float(history.nation[position] / max(history.nation[position - history.per_year], 1.0))
        at_end = position >= history.length - history.per_year
        done = "The shares of the pairs are forecast apart from the level; nothing is learnt from the jump as a trend."
        if at_end:
            done += " The new level is held, and the intervals reach wider: it may go back."
        name = periods.name(history.first + int(position), history.per_year)
        found = f"The nation's total is {times:.2f} times that of a year before."
        faults.append(Fault(Kind.LEVEL_JUMP, name, "", "", found, done, 0))
    return faults


def last_jump(history: History) -> float:
    """Size (log) of a jump within the last year of the history, 0.0 where there was none."""
    recent = [p for p in np.flatnonzero(jumps(history)) if p >= history.length - history.per_year]
    if not recent:
        return 0.0
    now, before = history.nation[recent[-1]], history.nation[recent[-1] - history.per_year]
    return float(np.log((now + 0.5) / (before + 0.5)))
