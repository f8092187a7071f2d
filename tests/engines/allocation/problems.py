"""Invented quota problems for the laws: whole numbers, so that a failing case can be read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from qonys.engines.allocation.problem import Limit, QuotaProblem, Resource
from qonys.engines.allocation.quotas import likely_use


def problem(
    shortage: list[list[float]],
    totals: list[float],
    *,
    purpose: list[int] | None = None,
    fills: list[float] | None = None,
    spare: list[list[float]] | None = None,
    per_person: list[list[float]] | None = None,
    lower: list[list[int]] | None = None,
    upper: list[list[int]] | None = None,
    steps: int = 400,
) -> QuotaProblem:
    """Streams as many as totals, territories as many as the first shortage has numbers."""
    streams, territories = len(totals), len(shortage[0])
    size = (streams, territories)
    needs = per_person or [[1.0] * streams for _ in spare or []]
    return QuotaProblem(
        streams=tuple(f"stream {s}" for s in range(streams)),
        territories=tuple(f"T{r}" for r in range(territories)),
        purpose=np.array(purpose or [0] * streams),
        shortage=np.array(shortage, dtype=float),
        fills=np.array(fills or [1.0] * streams),
        resources=tuple(
            Resource(f"resource {k}", np.array(given, dtype=float), np.array(needs[k], dtype=float))
            for k, given in enumerate(spare or [])
        ),
        limits=tuple(Limit(f"total {s}", np.arange(streams) == s, total) for s, total in enumerate(totals)),
        lower=np.array(lower) if lower else np.zeros(size, dtype=np.int64),
        upper=np.array(upper) if upper else np.full(size, 10**6),
        steps=steps,
    )


@st.composite
def problems(draw: st.DrawFn, *, streams: int = 3, territories: int = 5, resources: int = 2) -> QuotaProblem:
    """Any problem of this size or smaller, with protected minima that fit."""
    s, r = draw(st.integers(1, streams)), draw(st.integers(1, territories))
    k, p = draw(st.integers(0, resources)), draw(st.integers(1, s))
    number = st.integers(0, 400)

    def table(rows: int, columns: int, values: st.SearchStrategy) -> list[list[float]]:
        return draw(st.lists(st.lists(values, min_size=columns, max_size=columns), min_size=rows, max_size=rows))

    spare = table(k, r, number)
    needs = table(k, s, st.sampled_from([0.0, 0.25, 1.0, 3.5]))
    purpose = [*range(p), *(draw(st.integers(0, p - 1)) for _ in range(s - p))]
    upper = table(s, r, st.integers(0, 300))
    return problem(
        table(p, r, number), draw(st.lists(number, min_size=s, max_size=s)), purpose=purpose,
        fills=draw(st.lists(st.sampled_from([0.37, 0.5, 1.0]), min_size=s, max_size=s)),
        spare=spare, per_person=needs, upper=upper, steps=50,
    )  # fmt: skip


@dataclass(frozen=True)
class MidYear:
    """A quota in force and what became of it: nothing says that it was kept, or that there was room. Arrays (S, R)."""

    problem: QuotaProblem
    in_force: np.ndarray
    used: np.ndarray
    likely: np.ndarray | None
    kept: np.ndarray | None


@st.composite
def mid_years(draw: st.DrawFn, *, most: int = 120, **size: int) -> MidYear:
    """Any re-cut: lines behind, on pace and beyond their quota, places over-full, official quotas nobody could keep."""
    given = draw(problems(**size))
    persons = st.lists(st.integers(0, most), min_size=given.shortage.shape[1], max_size=given.shortage.shape[1])

    def lines() -> np.ndarray:
        return np.array([draw(persons) for _ in given.streams], dtype=np.int64)

    used, in_force = lines(), lines()
    elapsed = draw(st.sampled_from([None, 0.25, 0.54, 1.0]))
    likely = None if elapsed is None else likely_use(used, elapsed)
    kept = draw(st.sampled_from([None, in_force, in_force // 2]))
    return MidYear(given, in_force, used, likely, kept)
