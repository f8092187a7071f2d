"""Every whole-person quota tried in turn: slow, obvious, and only for a handful of people."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from qonys.engines.allocation.problem import SLACK, Persons, QuotaProblem

Ints = NDArray[np.int64]


def worth(problem: QuotaProblem, persons: Persons) -> float:
    """What persons (S, R) are worth: each shortage filled step by step, waste counted against."""
    total = 0.0
    purposes, territories = problem.shortage.shape
    filled = problem.filled(persons)
    for p in range(purposes):
        for r in range(territories):
            rest = float(filled[p, r])
            for t in range(problem.steps):
                offset = (p * territories + r + 0.5) / (purposes * territories)
                part = min(rest, float(problem.shortage[p, r] * problem.widths[t]))
                total += part * (1 - (t + offset) / problem.steps)
                rest -= part
            total -= rest
    return total


def allowed(problem: QuotaProblem, persons: Persons) -> bool:
    """No bound is broken."""
    inside = bool((persons >= problem.lower).all() and (persons <= problem.upper).all())
    spare = all(
        (used <= resource.spare + SLACK).all()
        for resource, used in zip(problem.resources, problem.used(persons), strict=True)
    )
    return inside and spare and all(persons[limit.streams].sum() <= limit.persons + SLACK for limit in problem.limits)


def best(problem: QuotaProblem, most: int) -> tuple[float, Ints]:
    """The best quota of whole persons, no line above `most`."""
    streams, territories = problem.shape
    ranges = [
        range(int(problem.lower[s, r]), min(most, int(problem.upper[s, r])) + 1)
        for s in range(streams)
        for r in range(territories)
    ]
    found, value = problem.lower, -np.inf
    for choice in product(*ranges):
        persons = np.array(choice, dtype=np.int64).reshape(streams, territories)
        if allowed(problem, persons) and (now := worth(problem, persons)) > value:
            found, value = persons, now
    return value, found
