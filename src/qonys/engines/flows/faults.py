"""What is wrong or unusual in a file of flows, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    DUPLICATE = "duplicate"  # the same pair and period twice
    SUPPRESSED = "suppressed"  # a negative number or a blank where a count belongs
    MISSING_PERIOD = "missing_period"  # a period without any row between two that have them
    HOLE = "hole"  # no row where the neighbouring periods have large counts
    WITHIN_REGION = "within_region"  # moves inside a territory among the flows between territories
    LATE_REGION = "late_region"  # a territory that appears after the first period
    ENDED_REGION = "ended_region"  # a territory without flows at the end
    BOUNDARY_SPLIT = "boundary_split"  # a late territory whose flows another one lost
    LEVEL_JUMP = "level_jump"  # the nation's total changed out of all proportion
    SHORT_HISTORY = "short_history"  # too few periods to learn from
    MARGINS_DISAGREE = "margins_disagree"  # arrivals and departures with different totals
    ZERO_ROWS = "zero_rows_absent"  # pairs without a row, read as nobody moved


@dataclass(frozen=True)
class Fault:
    """One line of the fault file. Empty strings where a column says nothing."""

    kind: Kind
    period: str
    origin: str
    destination: str
    found: str
    done: str
    rows: int = 1  # how many rows of the file it concerns

    def __str__(self) -> str:
        place = " ".join(part for part in (self.period, _pair(self.origin, self.destination)) if part)
        return f"{self.kind}{f' ({place})' if place else ''}: {self.found} {self.done}"


def _pair(origin: str, destination: str) -> str:
    return f"{origin} -> {destination}" if origin and destination else origin or destination
