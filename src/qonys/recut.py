"""The settlement quota in mid-year: what was in force, what is used of it, how the rest is best shared now.

    used = read_used(path, streams, codes)                        stream, territory, persons: who has settled so far
    recut_settlement(ground, balances, year, used, elapsed)       the lines cut anew, with reasons that add up

Nobody who came is sent back, the sum does not grow, and nobody more is invited than there is room for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qonys.balances import Groundwork, YearBalance
from qonys.engines.allocation.problem import Limit, QuotaProblem
from qonys.engines.allocation.quotas import Quotas, allocate, likely_use, recut
from qonys.engines.allocation.reasons import Reason
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, OutOfRange, UnknownTerritory
from qonys.origin_destination.cells import read_columns, whole_numbers
from qonys.quotas import rule, settlement_problem, told

Ints = NDArray[np.int64]

MOST = 10_000_000  # persons: more than any country settles in a year
COLUMNS = ("stream", "territory", "persons")


@dataclass(frozen=True)
class Recut:
    """Arrays are persons by stream and territory, (S, R)."""

    year: int
    in_force: Ints
    official: bool  # whether what was in force is the official quota, not one proposed here
    used: Ints
    quotas: Quotas  # the lines cut anew; their reasons begin with the line in force

    @property
    def change(self) -> Ints:
        return self.quotas.persons - self.in_force

    @property
    def beyond(self) -> Ints:
        """Persons who came beyond the line in force."""
        return np.asarray(np.maximum(self.used - self.in_force, 0))

    @property
    def freed(self) -> int:
        """Persons taken from lines that will not use them, or that there is no room for."""
        return int(np.maximum(-self.change, 0).sum())

    @property
    def given(self) -> int:
        """Persons added to other lines."""
        return int(np.maximum(self.change, 0).sum())


def recut_settlement(
    ground: Groundwork, years: Sequence[YearBalance], year: int, used: Ints, elapsed: float | None = None
) -> Recut:
    """The settlement quota in force cut anew, given persons used (S, R).

    In force is the official quota where all its lines were published, else the one proposed here. National totals of
    the streams may be swapped, their sum may not grow. With the share `elapsed` of the year's usual arrivals, lines
    that keep pace keep their quota and share what the others will not use. Without it nobody is known to lag: every
    line keeps the share that is protected from one year to the next, and all the rest that is unused is shared.
    """
    refuse_share(elapsed)
    problem = settlement_problem(ground, years, year)
    official = official_lines(ground, problem, year)
    before = allocate(problem).persons if official is None else official
    together = Limit("total", np.ones(len(problem.streams), bool), int(before.sum()))
    likely = None if elapsed is None else likely_use(used, elapsed)
    kept = np.asarray(before * (rule(ground, "protected", year) if elapsed is None else 1.0))
    # A region keeps its own mix of streams; one without a line takes the nation's.
    mix = np.where(before.sum(axis=0) > 0, before, before.sum(axis=1, keepdims=True)).astype(np.float64)
    cut = recut(replace(problem, limits=(together,)), used, likely, mix, before, kept)
    return Recut(year, before, official is not None, used, cut)


def refuse_share(elapsed: float | None) -> None:
    """Raises OutOfRange for a share of a year's arrivals that cannot be over."""
    if elapsed is not None and not 0 < elapsed <= 1:
        raise OutOfRange("the share of the year that is over lies above 0 and up to 1.", where="elapsed", value=elapsed,
                         remedy="Give 0.5 when half of a usual year's arrivals have come.")  # fmt: skip


def official_lines(ground: Groundwork, problem: QuotaProblem, year: int) -> Ints | None:
    """The official quota of the year, (S, R); None unless every line of every stream was published."""
    found = np.zeros(problem.shape, dtype=np.int64)
    for s, stream in enumerate(problem.streams):
        last = ground.policy.quotas.in_force(stream, year)
        if last is None or not last.complete:
            return None
        found[s] = [last.lines.get(code, 0) for code in problem.territories]
    return found


def read_used(path: Path, streams: tuple[str, ...], codes: tuple[str, ...]) -> Ints:
    """Persons settled so far by stream and territory, (S, R); a line the file does not name has nobody yet.

    Raises UnreadableFile, MissingColumn, BadInput, UnknownTerritory, DuplicateCell, OutOfRange.
    """
    table = read_columns(path, COLUMNS)
    persons = whole_numbers(table, "persons", path.name, 0, MOST)
    found, row_of = np.zeros((len(streams), len(codes)), dtype=np.int64), dict[tuple[str, str], int]()
    for place, (stream, code) in enumerate(table.select("stream", "territory").iter_rows()):
        row = place + 2
        where = f"Row {row} of {path.name}"
        if stream not in streams:
            raise BadInput("this stream is not part of the settlement quota.", where=where, value=stream,
                           remedy=f"Write {' or '.join(streams)}.")  # fmt: skip
        if code not in codes:
            raise UnknownTerritory("this territory is not in the current list.", where=where, value=code,
                                   remedy=f"Write one of {', '.join(codes)}.")  # fmt: skip
        if (stream, code) in row_of:
            raise DuplicateCell(f"row {row_of[stream, code]} tells of the same line.", where=where,
                                value=f"{stream}, {code}", remedy="Keep one, or add the two.")  # fmt: skip
        row_of[stream, code] = row
        found[streams.index(stream), codes.index(code)] = persons[place]
    return found


def lines(found: Recut, ground: Groundwork) -> Iterator[str]:
    """The re-cut in plain lines for the terminal."""
    kind = "the official quota" if found.official else "the quota proposed here: no official one has all its lines"
    yield f"{found.year}: in force is {kind}, {found.in_force.sum():,} persons; {found.used.sum():,} have come."
    yield f"{'stream':14} {'territory':9} {'in force':>9} {'used':>7} {'re-cut':>7} {'change':>7}  reasons"
    for row in recut_table(found, ground).iter_rows(named=True):
        numbers = f"{row['in_force']:>9,} {row['used']:>7,} {row['recut']:>7,} {row['change']:>+7,}"
        yield f"{row['stream']:14} {row['territory']:9} {numbers}  {row['reasons_en']}"
    left = sum(found.quotas.unplaced.values())
    yield f"{found.freed:,} are freed, {found.given:,} of them given to other lines."
    if left:
        yield f"{left:,} of the quota are given to nobody: no line needs them, has room and keeps the pace."
    for stream, code, persons in _beyond(found):
        yield f"{stream} {code}: {persons:,} more have come than the quota in force. They stay."


def recut_table(found: Recut, ground: Groundwork) -> pl.DataFrame:
    """Every line that is in force, used or newly given; reasons in three languages, whose amounts add up to `recut`."""
    rows = []
    for i, line in enumerate(found.quotas.lines):
        s, r = divmod(i, len(ground.codes))
        in_force, used = int(found.in_force[s, r]), int(found.used[s, r])
        if in_force or used or line.persons:
            words = [_in_words(line.reasons, ground, language) for language in ("kk", "ru", "en")]
            numbers = in_force, used, line.persons, line.persons - in_force
            rows.append((found.year, line.stream, line.territory, *numbers, *words))
    columns = {"year": pl.Int32, "stream": pl.String, "territory": pl.String}
    columns |= dict.fromkeys(("in_force", "used", "recut", "change"), pl.Int64)
    columns |= dict.fromkeys(("reasons_kk", "reasons_ru", "reasons_en"), pl.String)
    return pl.DataFrame(rows, schema=columns, orient="row")


def _in_words(reasons: tuple[Reason, ...], ground: Groundwork, language: str) -> str:
    return "; ".join(f"{getattr(told(each, ground), language)} {each.amount:+,}" for each in reasons)


def _beyond(found: Recut) -> Iterator[tuple[str, str, int]]:
    problem = found.quotas.problem
    for s, r in np.argwhere(found.beyond > 0):
        yield problem.streams[s], problem.territories[r], int(found.beyond[s, r])
