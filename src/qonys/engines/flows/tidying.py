"""From rows as they were found to a complete history, with every fault named and what was done about it.

Nothing here is silent: each repair is a line of the fault file, and repaired cells are kept apart (`known`), so that
no model learns from them and no forecast is scored on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qonys.engines.flows import periods
from qonys.engines.flows.breaks import level_jumps
from qonys.engines.flows.faults import Fault, Kind
from qonys.engines.flows.filling import fill, usual
from qonys.engines.flows.history import Bools, Floats, History, Ints, pair_positions
from qonys.engines.flows.splits import undo_splits
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingCell

# A count this large in the periods around does not fall to nobody in one and come back: its row is missing.
# A smaller one may (a Poisson count of 30 is zero once in 10^13), and files leave out zeros.
CANNOT_BE_ZERO = 30.0
MOST_DUPLICATES = 0.05  # share of the cells; beyond it the file holds a breakdown that nobody asked about
MOST_NAMED = 20  # rows of one kind of fault that are named one by one
FEWEST_TERRITORIES = 2
SHORT = 5  # periods (or years) of history below which nothing but the last value can be defended


@dataclass(frozen=True)
class Records:
    """Rows of a file, positions instead of names. `value` is NaN where the cell is blank."""

    regions: tuple[str, ...]
    per_year: int
    origin: Ints  # (m,)
    destination: Ints  # (m,)
    period: Ints  # (m,)
    value: Floats  # (m,)

    def until(self, last: int) -> Records:
        """What was known at the end of period `last`; territories that had not appeared are unknown to it."""
        chosen = self.period <= last
        seen = np.unique(np.concatenate([self.origin[chosen], self.destination[chosen]]))
        place = np.full(len(self.regions), -1)
        place[seen] = np.arange(seen.size)
        names = tuple(self.regions[each] for each in seen)
        between = place[self.origin[chosen]], place[self.destination[chosen]]
        return Records(names, self.per_year, *between, self.period[chosen], self.value[chosen])


def joined(older: Records, newer: Records) -> Records:
    """Both files' rows over the territories of either. Raises BadInput where their periods differ in length."""
    if older.per_year != newer.per_year:
        raise BadInput(
            "the two files count by periods of different length.",
            value=f"{periods.NAMES[older.per_year]} and {periods.NAMES[newer.per_year]}",
            remedy="Give both by quarter or both by month.",
        )
    names = tuple(sorted({*older.regions, *newer.regions}))
    place = {name: position for position, name in enumerate(names)}
    columns = []
    for records in (older, newer):
        new = np.array([place[name] for name in records.regions], dtype=np.int64)
        columns.append((new[records.origin], new[records.destination], records.period, records.value))
    origin, destination, period, value = (np.concatenate(both) for both in zip(*columns, strict=True))
    return Records(names, older.per_year, origin, destination, period, value)


@dataclass(frozen=True)
class Tidy:
    history: History
    faults: tuple[Fault, ...]


def tidy(records: Records, crosswalk: bool = True) -> Tidy:
    """A complete history, on the boundaries of its last period unless `crosswalk` is False.

    Raises BadInput where no honest repair exists.
    """
    faults: list[Fault] = []
    between, faults_within = _set_aside_within(records)
    cells, faults_cells = _one_value_per_cell(between)
    faults += faults_within + faults_cells
    first, last = int(cells.period.min()), int(cells.period.max())
    table, listed = _lay_out(cells, first, last)
    _refuse_empty(records, table)
    since, faults_regions = _first_appearances(records, table, first)
    suppressed = listed & np.isnan(table)
    table, faults_absent = _read_absent_rows(records, table, listed, since, first)
    known = np.isfinite(table)
    faults += faults_regions + _suppressed(suppressed) + faults_absent
    flows = fill(table, records.per_year)
    none = np.full(len(records.regions), -1)
    history = History(records.regions, records.per_year, first, flows, known, since, none)
    if crosswalk:
        history, faults_splits = undo_splits(history)
        faults += faults_splits
    faults += level_jumps(history) + _short(history)
    return Tidy(history, tuple(faults))


def _set_aside_within(records: Records) -> tuple[Records, list[Fault]]:
    within = records.origin == records.destination
    rows = int(within.sum())
    kept = _chosen(records, ~within)
    if not kept.period.size or len(records.regions) < FEWEST_TERRITORIES:
        raise MissingCell("there is no move from one territory to another.", remedy="Give flows between territories.")
    if not rows:
        return kept, []
    found = f"{rows} rows are moves inside a territory."
    done = "They are set aside: a forecast of flows is about moves between territories."
    return kept, [Fault(Kind.WITHIN_REGION, "", "", "", found, done, rows)]


def _chosen(records: Records, rows: Bools | Ints) -> Records:
    columns = records.origin[rows], records.destination[rows], records.period[rows], records.value[rows]
    return Records(records.regions, records.per_year, *columns)


def _one_value_per_cell(records: Records) -> tuple[Records, list[Fault]]:
    """One row per pair and period: equal duplicates once, of unequal ones the one that fits its neighbours."""
    value = np.where(records.value < 0, np.nan, records.value)  # -1 and its kin stand for "suppressed"
    records = Records(*_identity(records), value)
    count = len(records.regions)
    cell = (records.period * count + records.origin) * count + records.destination
    order = np.lexsort((np.isnan(value), cell))  # a figure before a blank
    starts = np.flatnonzero(np.diff(cell[order], prepend=cell[order][0] - 1))
    sizes = np.diff(starts, append=cell.size)
    value, kept = records.value[order], order[starts]
    lowest, highest = np.fmin.reduceat(value, starts), np.fmax.reduceat(value, starts)
    torn = np.flatnonzero((sizes > 1) & (highest > lowest))
    if torn.size > MOST_DUPLICATES * starts.size:
        raise DuplicateCell(
            f"{torn.size} of {starts.size} pairs and periods stand more than once, with different flows.",
            remedy="The rows are broken down by something else (sex, age, kind). Add them up first.",
        )
    faults = _repeated(records, kept[(sizes > 1) & ~(highest > lowest)])
    for group in torn:
        rows = order[starts[group] : starts[group] + sizes[group]]
        kept[group], fault = _choose(records, rows)
        faults.append(fault)
    return _chosen(records, kept), faults


def _repeated(records: Records, rows: Ints) -> list[Fault]:
    """Pairs and periods that stand more than once with one and the same flow."""
    if rows.size > MOST_NAMED:
        found = f"{rows.size} pairs and periods stand more than once, each with one flow."
        return [Fault(Kind.DUPLICATE, "", "", "", found, "Each is kept once.", int(rows.size))]
    return [
        Fault(Kind.DUPLICATE, *_place(records, int(row)), "The same row stands more than once.", "Kept once.", 2)
        for row in rows
    ]


def _identity(records: Records) -> tuple[tuple[str, ...], int, Ints, Ints, Ints]:
    return records.regions, records.per_year, records.origin, records.destination, records.period


def _choose(records: Records, rows: Ints) -> tuple[int, Fault]:
    """The row to keep of several for one pair and period, whose flows differ."""
    first = int(rows[0])
    said = ", ".join(f"{value:g}" for value in records.value[rows])
    place = _place(records, first)
    finite = rows[np.isfinite(records.value[rows])]
    same = (records.origin == records.origin[first]) & (records.destination == records.destination[first])
    others = records.value[same & (records.period != records.period[first]) & np.isfinite(records.value)]
    usual = np.median(np.log(others + 0.5)) if others.size else np.log(records.value[finite].mean() + 0.5)
    best = int(finite[np.argmin(np.abs(np.log(records.value[finite] + 0.5) - usual))])
    done = (
        f"{records.value[best]:g} is kept, the nearest to the pair's other periods; ask the publisher which is right."
    )
    return best, Fault(Kind.DUPLICATE, *place, f"The pair stands {rows.size} times: {said}.", done, rows.size)


def _place(records: Records, row: int) -> tuple[str, str, str]:
    period = periods.name(int(records.period[row]), records.per_year)
    return period, records.regions[records.origin[row]], records.regions[records.destination[row]]


def _lay_out(records: Records, first: int, last: int) -> tuple[Floats, Bools]:
    """The table (T, n), NaN without a figure, and which cells have a row."""
    count, length = len(records.regions), last - first + 1
    _refuse_far_apart(records, length)
    table = np.full((length, count, count), np.nan)
    listed = np.zeros(table.shape, dtype=bool)
    place = records.period - first, records.origin, records.destination
    table[place], listed[place] = records.value, True
    origin, destination = pair_positions(count)
    return table[:, origin, destination], listed[:, origin, destination]


def _refuse_far_apart(records: Records, length: int) -> None:
    present = np.unique(records.period).size
    if length > 2 * present + records.per_year:
        raise BadInput(
            f"the periods run over {length} places but only {present} of them have rows.",
            remedy="Look for a mistyped year, or give the period between two tables its rows.",
        )


def _refuse_empty(records: Records, table: Floats) -> None:
    if not (table[np.isfinite(table)] > 0).any():
        raise MissingCell("no flow is larger than zero.", remedy="Look at the column 'flow'.")


def _first_appearances(records: Records, table: Floats, first: int) -> tuple[Ints, list[Fault]]:
    """Position of each territory's first positive flow, and the faults late and ended territories are."""
    origin, destination = pair_positions(len(records.regions))
    moved = table > 0
    seen = np.stack([(moved[:, (origin == r) | (destination == r)]).any(axis=1) for r in range(len(records.regions))])
    since = np.argmax(seen, axis=1)
    until = seen.shape[1] - 1 - np.argmax(seen[:, ::-1], axis=1)
    since[~seen.any(axis=1)] = 0
    final = np.flatnonzero(moved.any(axis=1))[-1]
    faults = []
    for region in np.flatnonzero((since > 0) & seen.any(axis=1)):
        found = f"The territory appears only in {periods.name(first + int(since[region]), records.per_year)}."
        done = "Young-region rule: no trend is learnt from it and its intervals are wider."
        faults.append(Fault(Kind.LATE_REGION, *_of(records, first + int(since[region]), int(region)), found, done, 0))
    for region in np.flatnonzero((until < final) & seen.any(axis=1)):
        found = f"The territory has no flow after {periods.name(first + int(until[region]), records.per_year)}."
        done = "It is forecast as it stands in the last period: check whether it was merged into another."
        faults.append(Fault(Kind.ENDED_REGION, *_of(records, first + int(until[region]), int(region)), found, done, 0))
    return since, faults


def _of(records: Records, period: int, region: int) -> tuple[str, str, str]:
    return periods.name(period, records.per_year), records.regions[region], ""


def _suppressed(cells: Bools) -> list[Fault]:
    rows = int(cells.sum())
    if not rows:
        return []
    found = f"{rows} flows are negative or blank: suppressed, not counted."
    done = "Filled from the same pair's neighbouring periods; no model learns from them."
    return [Fault(Kind.SUPPRESSED, "", "", "", found, done, rows)]


def _read_absent_rows(
    records: Records, table: Floats, listed: Bools, since: Ints, first: int
) -> tuple[Floats, list[Fault]]:
    """Absent rows: a missing period stays unknown, a hole among large counts too, all others are zeros."""
    table = table.copy()
    faults: list[Fault] = []
    empty = np.asarray(~listed.any(axis=1))
    for position in np.flatnonzero(empty):
        found = "No row of the whole period is there."
        done = "Filled between its neighbours; no model learns from it."
        name = periods.name(first + int(position), records.per_year)
        faults.append(Fault(Kind.MISSING_PERIOD, name, "", "", found, done, 0))
    origin, destination = pair_positions(len(records.regions))
    born = np.maximum(since[origin], since[destination])
    alive = np.arange(len(table))[:, None] >= born
    absent = ~listed & ~empty[:, None] & alive
    holes = absent & (usual(table, records.per_year) >= CANNOT_BE_ZERO)
    zeros = np.asarray(absent & ~holes)
    table[zeros | (~alive & ~listed)] = 0.0
    if zeros.any():
        found, done = f"{int(zeros.sum())} pairs and periods have no row.", "Read as zero: nobody moved."
        faults.append(Fault(Kind.ZERO_ROWS, "", "", "", found, done, int(zeros.sum())))
    return table, faults + _holes(records, holes, first)


def _holes(records: Records, holes: Bools, first: int) -> list[Fault]:
    origin, destination = pair_positions(len(records.regions))
    faults = []
    if holes.sum() > MOST_NAMED:
        found = f"{int(holes.sum())} pairs and periods have no row, where the periods around have many moves."
        return [Fault(Kind.HOLE, "", "", "", found, "Filled from the periods around; no model learns from them.", 0)]
    for position, pair in zip(*np.nonzero(holes), strict=True):
        place = periods.name(first + int(position), records.per_year), records.regions[origin[pair]]
        found, done = "No row, where the periods around have many moves.", "Filled from the periods around."
        faults.append(Fault(Kind.HOLE, *place, records.regions[destination[pair]], found, done, 0))
    return faults


def _short(history: History) -> list[Fault]:
    years = history.length / history.per_year
    if years >= SHORT:
        return []
    found = f"Only {years:g} years of history."
    done = "The last value is carried forward; the intervals come from experience elsewhere, not from this file."
    return [Fault(Kind.SHORT_HISTORY, "", "", "", found, done, 0)]
