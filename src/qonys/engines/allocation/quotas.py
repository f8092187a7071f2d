"""Quotas: the best shares, brought to whole persons, each line with its reasons; and the re-cut in mid-year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qonys.engines.allocation.apportion import whole_persons
from qonys.engines.allocation.problem import SLACK, Persons, QuotaProblem, Resource
from qonys.engines.allocation.program import Shares, best_shares
from qonys.engines.allocation.reasons import Reason, explain

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class QuotaLine:
    """One stream in one territory; the amounts of the reasons add up to `persons`."""

    stream: str
    territory: str
    persons: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Quotas:
    """The decision proposed, and what every bound is worth."""

    problem: QuotaProblem
    persons: Ints  # (S, R)
    lines: tuple[QuotaLine, ...]
    shares: Shares

    @property
    def totals(self) -> dict[str, int]:
        """Persons by stream."""
        return dict(zip(self.problem.streams, self.persons.sum(axis=1).tolist(), strict=True))

    @property
    def unplaced(self) -> dict[str, int]:
        """Whole persons each national limit would still allow, by its name: no territory needs them and has room."""
        return {
            limit.name: int(limit.persons + SLACK) - int(self.persons[limit.streams].sum())
            for limit in self.problem.limits
        }

    def price(self, resource: str) -> Floats:
        """Worth of one more unit of it in each territory, (R,): filled jobs, the most needed counting one."""
        return np.asarray(self.shares.prices[self._place(resource)])

    def more(self, resource: str) -> Floats:
        """Persons that one more unit of it would let each territory have more, (R,)."""
        return np.asarray(self.shares.more[self._place(resource)])

    def taken(self, resource: str) -> Floats:
        """Units of it the persons proposed take in each territory, (R,)."""
        return np.asarray(self.problem.used(self.persons)[self._place(resource)])

    def _place(self, resource: str) -> int:
        return [each.name for each in self.problem.resources].index(resource)


def allocate(problem: QuotaProblem, mix: Floats | None = None, in_force: Ints | None = None) -> Quotas:
    """The quotas of a year. `mix` (S, R): the shares of streams wished for in each territory.

    Reasons begin with the share by need, or with the quota `in_force` (S, R) that is cut anew.
    """
    shares = best_shares(problem, mix)
    persons = whole_persons(problem, shares.persons)
    reasons = explain(problem, shares, persons, in_force)
    lines = tuple(
        QuotaLine(stream, territory, int(persons[s, r]), reasons[s][r])
        for s, stream in enumerate(problem.streams)
        for r, territory in enumerate(problem.territories)
    )
    return Quotas(problem, persons, lines, shares)


def recut(
    problem: QuotaProblem,
    used: Ints,
    likely: Ints | None = None,
    mix: Floats | None = None,
    in_force: Ints | None = None,
    kept: Persons | None = None,
) -> Quotas:
    """The same decision in mid-year: nobody who came is sent back, the rest is shared anew.

    `used` (S, R): persons settled so far. `likely` (S, R): the most each line can still come to by the end of the year;
    what it will not use is free for others. `in_force` (S, R): the quota that is cut, where the reasons begin. `kept`
    (S, R): what stays with a line as far as it is likely to be used and there is room. What is spare in `problem` is
    that of the whole year; where more came than that, or than a limit allows, they stay and nobody is added.
    """
    upper = problem.upper if likely is None else np.minimum(problem.upper, likely)
    now = replace(
        problem, lower=used, upper=np.maximum(upper, used), resources=_at_least(problem, used),
        limits=tuple(replace(each, persons=max(each.persons, used[each.streams].sum())) for each in problem.limits),
    )  # fmt: skip
    if kept is not None:
        now = replace(now, lower=now.fitting(np.minimum(kept, now.upper), used))
    return allocate(now, mix, in_force)


def _at_least(problem: QuotaProblem, used: Ints) -> tuple[Resource, ...]:
    """Resources with at least what those who came already take."""
    taken = problem.used(used)
    return tuple(
        replace(resource, spare=np.maximum(resource.spare, taken[k])) for k, resource in enumerate(problem.resources)
    )


def likely_use(used: Ints, elapsed: float, slack: float = 0.25) -> Ints:
    """What lines can come to by the end of a year of which the share `elapsed` (0..1] of arrivals is usually over.

    `slack` leaves room for a commission that meets late. A line nobody used yet is not written off: it may still come
    to one person for each tenth of the year that is left.
    """
    if not 0 < elapsed <= 1:
        raise ValueError(f"The elapsed share lies in (0, 1], got {elapsed}.")
    pace = np.ceil(used / elapsed * (1.0 + slack)).astype(np.int64)
    return np.maximum(pace, int(np.ceil(10 * (1.0 - elapsed))))
