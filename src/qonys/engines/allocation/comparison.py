"""A proposed quota against an official one, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qonys.engines.allocation.quotas import Quotas
from qonys.engines.allocation.reasons import Reason


@dataclass(frozen=True)
class ComparedLine:
    """`official` is None where the line was not published; `reasons` explain the proposal."""

    stream: str
    territory: str
    official: int | None
    proposed: int
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> int | None:
        return None if self.official is None else self.proposed - self.official


@dataclass(frozen=True)
class Comparison:
    """All lines that either side has; `moved` persons would have to change places for one to become the other."""

    lines: tuple[ComparedLine, ...]

    @property
    def moved(self) -> int:
        return sum(max(line.difference or 0, 0) for line in self.lines)

    @property
    def agreement(self) -> float | None:
        """Share of the official persons whose place the proposal confirms; None if nothing was published."""
        official = sum(line.official or 0 for line in self.lines)
        if official == 0:
            return None
        return sum(min(line.proposed, line.official or 0) for line in self.lines) / official


def compare(proposed: Quotas, official: Mapping[tuple[str, str], int], complete: Mapping[str, bool]) -> Comparison:
    """`official` by (stream, territory); `complete`: whether every territory of a stream was published.

    A territory absent from a complete official quota has none; absent from an incomplete one it is unknown.
    """
    found = []
    for line in proposed.lines:
        given = official.get((line.stream, line.territory))
        if given is None and complete.get(line.stream, False):
            given = 0
        if line.persons or given:
            found.append(ComparedLine(line.stream, line.territory, given, line.persons, line.reasons))
    return Comparison(tuple(found))
