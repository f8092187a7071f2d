"""The record of flows a forecast stands on: every ordered pair of territories in every period, complete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qonys.engines.flows import periods
from qonys.engines.vocabulary.errors import OutOfRange

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class History:
    """Moves (period, pair) between R territories; the n = R(R - 1) pairs run by origin, then destination.

    `known` is False where the figure was filled in rather than published; `since` is the position of the first
    period with published flows of each territory (0 for those that were always there); `parent` names the
    territory a late one was split from, -1 for none.
    """

    regions: tuple[str, ...]
    per_year: int
    first: int  # number of the first period, see periods.py
    flows: Floats  # (T, n), >= 0
    known: Bools  # (T, n)
    since: Ints  # (R,)
    parent: Ints  # (R,)

    def __post_init__(self) -> None:
        if not np.isfinite(self.flows).all() or (self.flows < 0).any():
            raise OutOfRange("a history of flows holds a value that is negative or not a number.")

    @classmethod
    def complete(cls, regions: tuple[str, ...], first: int, flows: Floats, per_year: int = periods.YEAR) -> History:
        """A history where everything was published."""
        none = np.zeros(len(regions), dtype=np.int64)
        return cls(regions, per_year, first, flows, np.ones(flows.shape, dtype=bool), none, none - 1)

    @cached_property
    def origin(self) -> Ints:
        """Position of each pair's origin, (n,)."""
        return pair_positions(len(self.regions))[0]

    @cached_property
    def destination(self) -> Ints:
        return pair_positions(len(self.regions))[1]

    @cached_property
    def reverse(self) -> Ints:
        """Position of each pair's counter-flow, (n,)."""
        count = len(self.regions)
        at = np.full((count, count), -1)
        at[self.origin, self.destination] = np.arange(self.origin.size)
        return np.asarray(at[self.destination, self.origin])

    @property
    def length(self) -> int:
        return len(self.flows)

    @property
    def last(self) -> int:
        """Number of the last period: the cut-off."""
        return self.first + self.length - 1

    @cached_property
    def nation(self) -> Floats:
        """All moves, (T,)."""
        return np.asarray(self.flows.sum(axis=1))

    @cached_property
    def departures(self) -> Floats:
        """Moves out of each territory, (T, R)."""
        return totals(self.flows, self.origin, len(self.regions))

    @cached_property
    def arrivals(self) -> Floats:
        return totals(self.flows, self.destination, len(self.regions))

    def until(self, length: int) -> History:
        """The first `length` periods, as if nothing later were known."""
        since = np.minimum(self.since, length)
        return replace(self, flows=self.flows[:length], known=self.known[:length], since=since)

    def over(self, regions: tuple[str, ...]) -> History:
        """The same record over more territories; those it does not know had no flows."""
        if regions == self.regions:
            return self
        place = {name: position for position, name in enumerate(self.regions)}
        old = np.array([place.get(name, -1) for name in regions], dtype=np.int64)
        origin, destination = pair_positions(len(regions))
        there = (old[origin] >= 0) & (old[destination] >= 0)
        at = np.zeros((len(self.regions),) * 2, dtype=np.int64)
        at[self.origin, self.destination] = np.arange(self.origin.size)
        pair = at[np.maximum(old[origin], 0), np.maximum(old[destination], 0)]
        flows = np.where(there, self.flows[:, pair], 0.0)
        known: Bools = np.array(self.known[:, pair], dtype=np.bool_)
        known[:, ~there] = False
        since = np.where(old >= 0, self.since[np.maximum(old, 0)], self.length)
        none = np.full(len(regions), -1, dtype=np.int64)
        return History(regions, self.per_year, self.first, flows, known, since, none)

    def yearly(self) -> History:
        """Complete years only."""
        if self.per_year == periods.YEAR:
            return self
        start = -self.first % self.per_year
        years = (self.length - start) // self.per_year
        if years < 1:
            raise OutOfRange("the flows hold no complete year.", remedy="Give all quarters or months of one.")
        inside = slice(start, start + years * self.per_year)
        flows = self.flows[inside].reshape(years, self.per_year, -1).sum(axis=1)
        known = np.asarray(self.known[inside].reshape(years, self.per_year, -1).all(axis=1))
        since = np.maximum(-(-(self.since - start) // self.per_year), 0)
        first = (self.first + start) // self.per_year
        return History(self.regions, periods.YEAR, first, flows, known, since, self.parent)


def pair_positions(count: int) -> tuple[Ints, Ints]:
    """Origin and destination of all ordered pairs of `count` territories."""
    origin, destination = np.nonzero(~np.eye(count, dtype=bool))
    return origin.astype(np.int64), destination.astype(np.int64)


def totals(flows: Floats, side: Ints, count: int) -> Floats:
    """Sums of flows (..., n) over the pairs that share a territory on one side, (..., count)."""
    summed = np.empty((*flows.shape[:-1], count))
    for place in np.ndindex(flows.shape[:-1]):
        summed[place] = np.bincount(side, weights=flows[place], minlength=count)
    return summed


def matrix(flows: Floats, count: int) -> Floats:
    """Flows (..., n) as tables (..., R, R) with an empty diagonal."""
    origin, destination = pair_positions(count)
    table = np.zeros((*flows.shape[:-1], count, count))
    table[..., origin, destination] = flows
    return table
