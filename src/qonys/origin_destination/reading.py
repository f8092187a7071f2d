"""Tables of flows, margins and distances as arrays over named territories."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.flows import periods
from qonys.engines.flows.history import pair_positions
from qonys.engines.flows.tidying import Records
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingCell, MissingColumn, UnknownTerritory
from qonys.origin_destination.cells import Floats, Ints, figures, names, read_columns, whole_numbers

EARLIEST, LATEST = 1500, 3000  # a year outside is a slip of the keyboard
FLOW_COLUMNS = ("origin", "destination", "year", "flow")
DISTANCES = ("dist_popw_km", "distance_km", "distance", "km")  # the first that is there counts


def read_flows(path: Path) -> Records:
    """Rows as they stand, territories in alphabetical order. Raises BadInput."""
    return records(read_columns(path, FLOW_COLUMNS), path.name)


def records(table: pl.DataFrame, file: str) -> Records:
    """The same from a table of trimmed text; `file` is what letters call it. Raises BadInput."""
    if "quarter" in table.columns and "month" in table.columns:
        raise BadInput("'quarter' and 'month' are both there.", where=file, remedy="Keep the one that is meant.")
    per_year = 12 if "month" in table.columns else 4 if "quarter" in table.columns else 1
    year = whole_numbers(table, "year", file, EARLIEST, LATEST)
    part = np.ones(year.size, dtype=np.int64)
    if per_year > 1:
        part = whole_numbers(table, periods.NAMES[per_year], file, 1, per_year)
    origin, destination = names(table, "origin", file), names(table, "destination", file)
    regions = tuple(sorted({*origin, *destination}))
    place = {name: position for position, name in enumerate(regions)}
    return Records(
        regions,
        per_year,
        np.fromiter((place[name] for name in origin), np.int64, len(origin)),
        np.fromiter((place[name] for name in destination), np.int64, len(destination)),
        year * per_year + part - 1,
        figures(table, "flow", file),
    )


@dataclass(frozen=True)
class Margins:
    """Arrivals and departures by year and territory; arrays (T, R)."""

    regions: tuple[str, ...]
    years: tuple[int, ...]
    arrivals: Floats
    departures: Floats

    def of(self, regions: tuple[str, ...], year: int, file: str) -> tuple[Floats, Floats]:
        """Departures and arrivals (R,) of these territories. Raises MissingCell where one is not given."""
        if year not in self.years:
            raise MissingCell(f"the totals of {year} are not there.", where=file, value=self.years, remedy="Add them.")
        row = self.years.index(year)
        absent = [name for name in regions if name not in self.regions]
        if absent:
            raise MissingCell(
                f"{len(absent)} territories of the flows have no totals.",
                where=file,
                value=absent[:5],
                remedy="Give every territory its arrivals and departures.",
            )
        columns = [self.regions.index(name) for name in regions]
        gone, come = self.departures[row, columns], self.arrivals[row, columns]
        if not (np.isfinite(gone).all() and np.isfinite(come).all()):
            blank = regions[int(np.argmax(~(np.isfinite(gone) & np.isfinite(come))))]
            raise MissingCell(f"{blank} has no arrivals or departures in {year}.", where=file, remedy="Add them.")
        return gone, come


def read_margins(path: Path) -> Margins:
    """Raises BadInput for a column, name or number that cannot be used."""
    table = read_columns(path, ("region", "year", "in", "out"))
    region, year = names(table, "region", path.name), whole_numbers(table, "year", path.name, EARLIEST, LATEST)
    come, gone = (figures(table, column, path.name) for column in ("in", "out"))
    come, gone = (np.where(values < 0, np.nan, values) for values in (come, gone))
    regions, years = tuple(sorted(set(region))), tuple(sorted({int(each) for each in year}))
    arrivals, departures = np.full((len(years), len(regions)), np.nan), np.full((len(years), len(regions)), np.nan)
    seen: set[tuple[int, int]] = set()
    for row, (name, each) in enumerate(zip(region, year.tolist(), strict=True)):
        cell = years.index(each), regions.index(name)
        if cell in seen:
            raise DuplicateCell(f"{name} stands twice in {each}.", where=f"Row {row + 2} of {path.name}",
                                remedy="Keep one row.")  # fmt: skip
        seen.add(cell)
        arrivals[cell], departures[cell] = come[row], gone[row]
    return Margins(regions, years, arrivals, departures)


def read_distances(path: Path, regions: tuple[str, ...]) -> Floats:
    """Kilometres between the ends of each ordered pair, (n,). Either direction will do. Raises BadInput."""
    table = read_columns(path, ("origin", "destination"))
    column = next((name for name in DISTANCES if name in table.columns), None)
    if column is None:
        raise MissingColumn("no column holds a distance.", where=path.name, value=table.columns,
                            remedy=f"Name one {DISTANCES[1]}.")  # fmt: skip
    place = {name: position for position, name in enumerate(regions)}
    apart = np.full((len(regions), len(regions)), np.nan)
    ends = names(table, "origin", path.name), names(table, "destination", path.name)
    for start, end, km in zip(*ends, figures(table, column, path.name), strict=True):
        if start in place and end in place:
            apart[place[start], place[end]] = km
    apart = np.where(np.isfinite(apart), apart, apart.T)
    origin, destination = pair_positions(len(regions))
    between = apart[origin, destination]
    wrong = ~(between >= 0)
    if wrong.any():
        first = int(np.argmax(wrong))
        raise UnknownTerritory(
            f"{int(wrong.sum())} pairs have no distance.",
            where=path.name,
            value=f"{regions[origin[first]]} -> {regions[destination[first]]}",
            remedy="Add the pairs, spelling the territories as in the flows.",
        )
    return np.asarray(between)


def positions(regions: tuple[str, ...], wanted: tuple[str, ...]) -> Ints:
    """Where each of `wanted` stands among `regions`."""
    place = {name: position for position, name in enumerate(regions)}
    return np.array([place[name] for name in wanted], dtype=np.int64)
