"""`qonys flows estimate`: flows where only arrivals and departures are published, labelled an estimate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.flows.faults import Fault, Kind
from qonys.engines.flows.gravity import Estimate, Prior, estimate
from qonys.engines.flows.history import Floats, History, pair_positions
from qonys.engines.flows.tidying import Records, tidy
from qonys.engines.flows.two_margins import reconciled
from qonys.engines.vocabulary.errors import BadInput
from qonys.origin_destination.letters import about
from qonys.origin_destination.reading import Margins, read_distances, read_flows, read_margins
from qonys.origin_destination.writing import beside, write, write_faults

FEWEST_TERRITORIES = 2


def run(margins: Path, distance: Path | None, prior: Path | None, known: Path | None, target: Path) -> list[str]:
    """Read, estimate every year of the margins, write; says what was found. Raises BadInput."""
    if distance is None and prior is None:
        raise BadInput("neither distances nor an earlier table are given.",
                       remedy="Give --distance D.csv or --prior OD.csv.")  # fmt: skip
    told = read_margins(margins)
    earlier = None if prior is None else tidy(read_flows(prior))
    counted = None if known is None else read_flows(known)
    faults: list[Fault] = [] if earlier is None else list(earlier.faults)
    parts = []
    for year in told.years:
        with about(f"{margins.name}, {year}"):
            regions = _present(told, year)
            gone, come, gap = reconciled(*told.of(regions, year, margins.name))
            between = None if distance is None else read_distances(distance, regions)
            table = None if earlier is None else _nearest_table(earlier.history.yearly(), regions, year)
            fixed = None if counted is None else _counted(counted, regions, year)
            made = estimate(gone, come, between, fixed, table)
        faults += [_disagree(year, gap)] if gap > 1e-9 else []
        parts.append(_table(regions, year, made, between is not None))
    target.parent.mkdir(parents=True, exist_ok=True)
    write(pl.concat(parts), target)
    write_faults(faults, beside(target, "faults"))
    said = f"{len(parts)} years estimated: nobody has counted these flows; 80 % of the true ones should lie within."
    return [*(f"fault: {fault}" for fault in faults), said]


def _present(told: Margins, year: int) -> tuple[str, ...]:
    """Territories with a figure in that year; one of them without its counterpart is refused later."""
    row = told.years.index(year)
    there = np.isfinite(told.arrivals[row]) | np.isfinite(told.departures[row])
    regions = tuple(name for name, each in zip(told.regions, there, strict=True) if each)
    if len(regions) < FEWEST_TERRITORIES:
        raise BadInput(f"{year} has fewer than two territories.", remedy="Give all territories of the country.")
    return regions


def _disagree(year: int, gap: float) -> Fault:
    found = f"Arrivals and departures of {year} differ by {gap:.2%} in total."
    return Fault(Kind.MARGINS_DISAGREE, str(year), "", "", found, "Both are scaled to their mean.", 0)


def _nearest_table(history: History, regions: tuple[str, ...], year: int) -> Prior:
    """The flows of the year nearest to the one wanted, over its territories."""
    position = int(np.argmin(np.abs(history.first + np.arange(history.length) - year)))
    wider = history.over(tuple(sorted({*history.regions, *regions})))
    place = {name: each for each, name in enumerate(wider.regions)}
    chosen = np.array([place[name] for name in regions])
    table = np.zeros((len(wider.regions),) * 2)
    table[wider.origin, wider.destination] = wider.flows[position]
    origin, destination = pair_positions(len(regions))
    return Prior(table[chosen[origin], chosen[destination]], abs(history.first + position - year))


def _counted(records: Records, regions: tuple[str, ...], year: int) -> Floats:
    """Flows of that year that were counted, (n,), NaN elsewhere."""
    place = {name: each for each, name in enumerate(regions)}
    table = np.full((len(regions),) * 2, np.nan)
    of_year = (records.period // records.per_year == year) & (records.value >= 0)
    for row in np.flatnonzero(of_year):
        ends = records.regions[records.origin[row]], records.regions[records.destination[row]]
        if all(end in place for end in ends):
            cell = place[ends[0]], place[ends[1]]
            table[cell] = np.nansum([table[cell], records.value[row]])  # quarters add up to their year
    origin, destination = pair_positions(len(regions))
    return np.asarray(table[origin, destination])


def _table(regions: tuple[str, ...], year: int, found: Estimate, with_static: bool) -> pl.DataFrame:
    origin, destination = pair_positions(len(regions))
    count = origin.size
    columns: dict[str, object] = {
        "origin": [regions[each] for each in origin],
        "destination": [regions[each] for each in destination],
        "year": [year] * count,
        "flow": found.flows,
        "lo80": found.low,
        "hi80": found.high,
        "kind": ["estimate"] * count,
    }
    if with_static:
        columns["static_gravity"] = found.static
    return pl.DataFrame(columns)
